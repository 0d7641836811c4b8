namespace Nws;

/// <summary>How to connect to a server.</summary>
public sealed record NwsConnectionOptions
{
    private readonly NwsEndpoint? _endpoint;

    /// <summary>The server; default: <see cref="NwsEndpoint.Default"/>, which is looked up only if nothing else is given.</summary>
    public NwsEndpoint Endpoint
    {
        get => _endpoint ?? NwsEndpoint.Default;
        init => _endpoint = value;
    }

    /// <summary>The server's token, if it asks for one; default: <see cref="NwsEndpoint.DefaultToken"/>.</summary>
    public string? Token { get; init; } = NwsEndpoint.DefaultToken;

    /// <summary>Name of this program in the server's listings and as owner of workspaces; default: the process's name and id.</summary>
    public string ClientName { get; init; } = $"{AppDomain.CurrentDomain.FriendlyName} {Environment.ProcessId}";

    /// <summary>How long to try before giving up; default: 10 seconds.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// For how long a connection that is lost is made again before everything that waits on it fails; until then the server keeps what is this program's. Zero: it fails at once, and if this program dies, the server
    /// gives its values to others at once. Default: null, as long as the server allows (its option <c>--grace</c>).
    /// </summary>
    public TimeSpan? Grace { get; init; }

    /// <summary>The same for masters and workers of a Sleigh, who see from the end of each other's connections that somebody has died.</summary>
    internal NwsConnectionOptions WithoutGrace => this with { Grace = TimeSpan.Zero };
}
