namespace Nws.Server.Sessions;

/// <summary>What a client is told in answer to <c>hello</c>.</summary>
internal sealed record Greeting(string Server, long Session, int? WebPort, long MaxValueBytes, int MaxPendingRequests, int MaxFetchCount, Resumption? Resume = null);

/// <summary>What a client is told of a session that can be resumed.</summary>
/// <param name="Key">By what it can be resumed.</param>
/// <param name="Grace">For how many milliseconds after its connection is lost.</param>
/// <param name="Received">How many requests have been taken in it; null: the session is new.</param>
internal sealed record Resumption(string Key, long Grace, long? Received);
