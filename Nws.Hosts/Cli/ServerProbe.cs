using Nws.Server;

namespace Nws.Hosts.Cli;

/// <summary>Looks whether the server that was meant runs already.</summary>
internal static class ServerProbe
{
    public static Task<NwsServer> ConnectAsync(NwsServerOptions options, CancellationToken cancellation)
    {
        var endpoint = options.LocalEndpoint;
        return NwsServer.ConnectAsync(new NwsConnectionOptions { Endpoint = endpoint, Token = options.Token ?? options.Tokens.FirstOrDefault(token => token.Right == NwsRight.Admin)?.Secret }, cancellation);
    }

    /// <returns>The connection, or null if no server answers, or it refuses the token.</returns>
    public static async Task<NwsServer?> TryConnectAsync(NwsServerOptions options, CancellationToken cancellation)
    {
        try
        {
            return await ConnectAsync(options, cancellation);
        }
        catch (NwsConnectException)
        {
            return null;
        }
    }

    /// <summary>
    /// What is known of a running server, of its process only if <c>nws start</c> started it:
    /// <c>nws 0.1.0 at localhost:8765, web console http://localhost:8766, process 4711, log ...</c>
    /// </summary>
    public static string Describe(NwsServer server)
    {
        string web = server.WebPort is { } port ? $", web console {(server.Endpoint.Tls ? "https" : "http")}://{new NwsEndpoint(server.Endpoint.Host, port)}" : "";
        using var process = ServerState.FindProcess(server.Endpoint.Port);
        string background = process is null ? "" : $", process {process.Id}, log {ServerState.Find(server.Endpoint.Port)?.Launch?.LogFile ?? ServerState.LogFile(server.Endpoint.Port)}";
        return $"{server.ServerVersion} at {server.Endpoint}{web}{background}";
    }
}
