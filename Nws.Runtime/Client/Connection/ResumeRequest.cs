namespace Nws.Client;

/// <summary>What a client says in <c>hello</c> of a session that is to outlast the connection.</summary>
/// <param name="Grace">For how long it may be without a connection; null: as long as the server allows.</param>
/// <param name="Key">The session to go on with; null: a new one.</param>
/// <param name="Received">How many responses have arrived in it.</param>
internal sealed record ResumeRequest(TimeSpan? Grace, string? Key = null, long Received = 0);

/// <summary>What the server says of such a session.</summary>
/// <param name="Key">By what it can be resumed.</param>
/// <param name="Grace">For how long after the connection is lost.</param>
/// <param name="Received">How many requests the server has taken in it; null: the session is new, as the server is.</param>
internal sealed record Resumption(string Key, TimeSpan Grace, long? Received);
