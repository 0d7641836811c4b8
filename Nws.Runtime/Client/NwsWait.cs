namespace Nws;

/// <summary>A find or fetch that is blocked, and what may be the reason.</summary>
/// <param name="Workspace">Name of the workspace.</param>
/// <param name="Variables">Names of the variables; a value of any of them ends the wait.</param>
/// <param name="IsFetch">Whether it is a fetch, which takes the value away, and not a find.</param>
/// <param name="Duration">How long it has waited.</param>
/// <param name="Session">Number of the client's session on the server.</param>
/// <param name="Client">Who waits: address and name of the client.</param>
/// <param name="Language">The client's language, such as <c>python</c>; empty if it did not say.</param>
/// <param name="Stored">The last store to each of the variables that anybody stored in since the server began.</param>
/// <param name="Cycle">Sessions that seem to wait for each other, this one first; empty without such. Likely, never certain.</param>
/// <param name="Hints">What may be wrong, in sentences for people, such as <c>nobody ever stored 'reslt'; 4 values are in 'result'</c>; the likeliest first.</param>
public sealed record NwsWait(
    string Workspace,
    IReadOnlyList<string> Variables,
    bool IsFetch,
    TimeSpan Duration,
    long Session,
    string Client,
    string Language,
    IReadOnlyList<NwsLastStore> Stored,
    IReadOnlyList<long> Cycle,
    IReadOnlyList<string> Hints);

/// <summary>The last store to a variable.</summary>
/// <param name="Variable">Name of the variable.</param>
/// <param name="Session">Number of the session that stored.</param>
/// <param name="Client">Who stored: address and name of the client.</param>
/// <param name="Ago">How long ago.</param>
public sealed record NwsLastStore(string Variable, long Session, string Client, TimeSpan Ago);
