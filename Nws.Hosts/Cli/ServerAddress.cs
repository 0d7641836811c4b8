using Nws.Server;

namespace Nws.Hosts.Cli;

/// <summary>The line that tells where a server listens.</summary>
internal static class ServerAddress
{
    private const string Start = "nws: listening on ";

    /// <summary><c>nws: listening on 127.0.0.1:8765, web console http://localhost:8766</c></summary>
    public static string Describe(NwsServerHost server)
    {
        string host = server.Host == "localhost" ? "127.0.0.1" : server.Host;
        string webHost = server.Host is "localhost" or "*" or "127.0.0.1" ? "localhost" : new NwsEndpoint(server.Host, 0).ToString()[..^":0".Length];
        string web = server.WebPort is { } port ? $", web console http://{webHost}:{port}" : "";
        return $"{Start}{new NwsEndpoint(host, server.Port)}{web}";
    }
}
