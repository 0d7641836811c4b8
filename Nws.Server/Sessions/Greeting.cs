namespace Nws.Server.Sessions;

/// <summary>What a client is told in answer to <c>hello</c>.</summary>
internal sealed record Greeting(string Server, long Session, int? WebPort, long MaxValueBytes, int MaxPendingRequests, int MaxFetchCount);
