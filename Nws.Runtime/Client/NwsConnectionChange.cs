namespace Nws;

/// <summary>What became of a connection; see <see cref="NwsServer.ConnectionChanged"/>.</summary>
/// <param name="State">How it is now.</param>
/// <param name="Reason">Why it was lost or has ended; null once it is there again.</param>
public sealed record NwsConnectionChange(NwsConnectionState State, string? Reason);

/// <summary>How a connection is.</summary>
public enum NwsConnectionState
{
    /// <summary>The server can be reached.</summary>
    Connected,

    /// <summary>It was lost, and is being made again; whoever waits goes on waiting.</summary>
    Reconnecting,

    /// <summary>It has ended for good.</summary>
    Closed,
}
