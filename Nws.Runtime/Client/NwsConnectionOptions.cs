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
}
