using Nws.Server.Engine;

namespace Nws.Server.Tests.Engine.Histories;

internal sealed class ModelValue(byte[] bytes, long index, long time, int priority)
{
    public byte[] Bytes => bytes;

    public long Index => index;

    public long Time => time;

    public int Priority => priority;

    /// <summary>When it would have been stored if it had none.</summary>
    public long Precedence => time - 10_000 * priority;

    public int Deliveries { get; set; }

    /// <summary>False while it is in flight since before its workspace became persistent: then nothing remembers it but its lease.</summary>
    public bool IsKept { get; set; } = true;
}

internal sealed class ModelVariable(ModelWorkspace workspace, string name, long id)
{
    public ModelWorkspace Workspace => workspace;

    public string Name => name;

    public long Id => id;

    public VariableMode Mode { get; set; }

    public List<ModelValue> Values { get; } = [];

    /// <summary>How many values were ever stored here: the next value's index.</summary>
    public long Stored { get; set; }
}

internal sealed class ModelWorkspace(string name)
{
    public string Name => name;

    public EngineSession? Owner { get; set; }

    public string OwnerText { get; set; } = "";

    public bool Owned { get; set; }

    public EngineSession? Maker { get; set; }

    public bool Persistent { get; set; }

    public bool Deleted { get; set; }

    public List<ModelVariable> Variables { get; } = [];
}

/// <summary>A blocked request and the variables it waits in.</summary>
/// <param name="Take">The request.</param>
/// <param name="Request">Its id.</param>
/// <param name="Variables">Where it waits.</param>
/// <param name="Deadline">When it gives up; null: never.</param>
/// <param name="Begun">Counts waits and leases: of those that end at the same time, the lower ends first.</param>
internal sealed record ModelWait(Take Take, uint Request, List<ModelVariable> Variables, long? Deadline, int Begun);

internal sealed record ModelLease(long Number, Take Take, ModelVariable Variable, ModelValue Value)
{
    public EngineSession Session => Take.Session;

    public bool HeldByProgram => Take.Lease;

    /// <summary>When it ends by itself; null: never.</summary>
    public long? Deadline { get; set; }

    public int Begun { get; set; }
}

/// <summary>What became of all the values ever stored, but for those that are still there or in flight.</summary>
internal sealed class ModelTally
{
    public int Stored { get; set; }

    public int Consumed { get; set; }

    public int Overwritten { get; set; }

    public int Deleted { get; set; }
}
