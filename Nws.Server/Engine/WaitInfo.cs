namespace Nws.Server.Engine;

/// <summary>A blocked find or fetch, and what may be the reason.</summary>
/// <param name="Workspace">Where it waits.</param>
/// <param name="Variables">For a value of any of these.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Milliseconds">For how long it has waited.</param>
/// <param name="Client">Who waits.</param>
/// <param name="Stored">Who stored last in those of the variables that anybody stored in.</param>
/// <param name="Cycle">The sessions that seem to wait for each other, this one first; empty without one.</param>
/// <param name="Hints">What may be wrong, in sentences for people; the likeliest first.</param>
internal sealed record WaitInfo(
    string Workspace, string[] Variables, TakeKind Kind, long Milliseconds, ClientNote Client, IReadOnlyList<StoreMark> Stored, IReadOnlyList<long> Cycle, IReadOnlyList<string> Hints);

/// <summary>The last store to a variable: by whom, and how many milliseconds ago.</summary>
internal sealed record StoreMark(string Variable, ClientNote Client, long Milliseconds);
