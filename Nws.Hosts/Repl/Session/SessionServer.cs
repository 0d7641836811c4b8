namespace Nws.Hosts.Repl.Session;

/// <summary>The server that a session uses.</summary>
/// <param name="Connection">The session's own connection.</param>
/// <param name="Token">The server's token; null if it needs none.</param>
/// <param name="Workspace">Name of the workspace to begin with.</param>
/// <param name="Notice">What the user should know of it; null for nothing.</param>
/// <param name="Owned">What ends with the session: the connection, and the server if it was started for the session.</param>
internal sealed record SessionServer(NwsServer Connection, string? Token, string Workspace, string? Notice, IAsyncDisposable Owned);
