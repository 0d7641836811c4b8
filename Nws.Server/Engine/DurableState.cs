namespace Nws.Server.Engine;

/// <summary>All persistent workspaces as they were kept, for an engine to begin with.</summary>
/// <param name="Workspaces">By any order.</param>
/// <param name="LastRow">No value has a row above it.</param>
/// <param name="FirstNumber">Variables and leases of the new engine are numbered from above it; no number at or below it is given again.</param>
internal sealed record DurableState(IReadOnlyList<DurableWorkspace> Workspaces, long LastRow, long FirstNumber)
{
    /// <summary>Of a journal in which nothing was written yet.</summary>
    public static readonly DurableState Empty = new([], 0, 0);
}

internal sealed record DurableWorkspace(long Id, string Name, string Owner, IReadOnlyList<DurableVariable> Variables);

/// <param name="Id">The variable's id, in cursors and everywhere.</param>
/// <param name="Name">Its name.</param>
/// <param name="Mode">Any mode but unknown.</param>
/// <param name="Stored">How many values were ever stored: the index of the next.</param>
/// <param name="Values">Those present, in the order of their indices; what was in flight is among them, its delivery counted.</param>
/// <param name="Terms">What is known of them beside; null: nothing.</param>
internal sealed record DurableVariable(long Id, string Name, VariableMode Mode, long Stored, IReadOnlyList<StoredValue> Values, DurableTerms? Terms = null);

/// <summary>What is known of the values of a variable beside themselves.</summary>
/// <param name="Terms">By row.</param>
/// <param name="Holds">When values come back that were put back for later, by row.</param>
/// <param name="Pending">Those to appear.</param>
/// <param name="Memories">Keys known for a time.</param>
/// <param name="Buried">Which of the values were put aside, by row.</param>
internal sealed record DurableTerms(
    IReadOnlyDictionary<long, KeptTerm> Terms, IReadOnlyDictionary<long, long> Holds, IReadOnlyList<PendingValue> Pending, IReadOnlyList<KeyMemory> Memories,
    IReadOnlyDictionary<long, KeptGrave> Buried);

/// <summary>Why and when a value was put aside.</summary>
internal readonly record struct KeptGrave(string Cause, long Time);
