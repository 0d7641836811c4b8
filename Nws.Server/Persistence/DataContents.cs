using Nws.Server.Engine;

namespace Nws.Server.Persistence;

/// <summary>What is in a data file, and what is wrong with it.</summary>
internal sealed class DataContents
{
    /// <summary>How often a server was started with it.</summary>
    public long Starts { get; set; }

    public Dictionary<long, KeptWorkspace> Workspaces { get; } = [];

    public Dictionary<long, KeptVariable> Variables { get; } = [];

    /// <summary>How often values were delivered, by row.</summary>
    public Dictionary<long, int> Deliveries { get; } = [];

    public long LastRow { get; set; }

    /// <summary>One sentence each; empty: all is well.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>For the engine to begin with.</summary>
    public DurableState ToState(long firstNumber)
    {
        var variables = Variables.Values.ToLookup(variable => variable.Workspace, variable => variable.ToDurable());
        return new DurableState([.. Workspaces.Values.Select(kept => new DurableWorkspace(kept.Id, kept.Name, kept.Owner, [.. variables[kept.Id]]))], LastRow, firstNumber);
    }
}

internal sealed record KeptWorkspace(long Id, string Name, string Owner);

internal sealed record KeptVariable(long Id, long Workspace, string Name, VariableMode Mode)
{
    public Tally Tally { get; set; }

    public List<StoredValue> Values { get; } = [];

    /// <summary>What is known of values beside themselves, by row.</summary>
    public Dictionary<long, KeptTerm> Terms { get; } = [];

    /// <summary>When values come back that were put back for later, by row.</summary>
    public Dictionary<long, long> Holds { get; } = [];

    /// <summary>Values that were put aside, by row.</summary>
    public Dictionary<long, KeptGrave> Buried { get; } = [];

    /// <summary>Values that are to appear.</summary>
    public List<PendingValue> Pending { get; } = [];

    /// <summary>Keys that are known for a time.</summary>
    public List<KeyMemory> Memories { get; } = [];

    /// <summary>Values nearly always come in their order; one that was given back by an earlier workspace may not.</summary>
    public DurableVariable ToDurable()
    {
        var values = Values;
        for (int i = 1; i < values.Count; i++)
        {
            if (values[i - 1].Index < values[i].Index) continue;
            values = [.. values.OrderBy(value => value.Index)];
            break;
        }
        bool hasTerms = Terms.Count + Holds.Count + Buried.Count + Pending.Count + Memories.Count > 0;
        return new DurableVariable(Id, Name, Mode, Tally.Stored, values, hasTerms ? new DurableTerms(Terms, Holds, Pending, Memories, Buried) : null);
    }
}
