using Nws.Server.Engine;

namespace Nws.Server.Tests.Engine.Histories;

internal sealed class ModelValue(byte[] bytes, long index)
{
    public byte[] Bytes => bytes;

    public long Index => index;

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
internal sealed record ModelWait(Take Take, uint Request, List<ModelVariable> Variables, long? Deadline);

internal sealed record ModelLease(long Number, EngineSession Session, ModelVariable Variable, ModelValue Value, bool HeldByProgram);

/// <summary>What became of all the values ever stored, but for those that are still there or in flight.</summary>
internal sealed class ModelTally
{
    public int Stored { get; set; }

    public int Consumed { get; set; }

    public int Overwritten { get; set; }

    public int Deleted { get; set; }
}
