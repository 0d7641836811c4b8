using System.CommandLine;
using System.Net.Sockets;
using Nws.Server;

namespace Nws.Hosts.Cli;

/// <summary>The server a verb uses: the one that is there, or, if none was named and none answers at the default address, one in this process that ends with the verb.</summary>
internal sealed class ServerAtHand : IAsyncDisposable
{
    private readonly NwsServerHost? _embedded;

    private ServerAtHand(NwsServer connection, NwsConnectionOptions options, NwsServerHost? embedded) => (Connection, Options, _embedded) = (connection, options, embedded);

    /// <summary>A connection to it.</summary>
    public NwsServer Connection { get; }

    /// <summary>How to connect to it once more.</summary>
    public NwsConnectionOptions Options { get; }

    /// <summary>What the user should know of it; null if it is the one that was to be expected.</summary>
    public string? Notice { get; private init; }

    /// <summary>As the other, with what should be known of the server said on standard error.</summary>
    /// <exception cref="NwsConnectException">The server that was named does not answer, or a server refuses the token.</exception>
    public static async Task<ServerAtHand> FindAsync(ParseResult parsed)
    {
        var server = await FindAsync(parsed, withWebConsole: false);
        if (server.Notice is { } notice) await Console.Error.WriteLineAsync($"nws: {notice}");
        return server;
    }

    /// <param name="parsed">The command line.</param>
    /// <param name="withWebConsole">Whether a server that is started here has a web console.</param>
    /// <exception cref="NwsConnectException">The server that was named does not answer, or a server refuses the token.</exception>
    public static async Task<ServerAtHand> FindAsync(ParseResult parsed, bool withWebConsole)
    {
        var options = ClientArguments.Read(parsed);
        bool named = parsed.GetValue(ClientArguments.Server) is not null || Environment.GetEnvironmentVariable(NwsEndpoint.ServerVariable) is { Length: > 0 };
        try
        {
            return new ServerAtHand(await NwsServer.ConnectAsync(options), options, null);
        }
        catch (NwsConnectException fault) when (!named && fault.InnerException is SocketException)
        {
            var own = await StartAsync(options, withWebConsole);
            string web = own._embedded?.WebPort is { } port ? $", web console http://{new NwsEndpoint("localhost", port)}" : "";
            return new ServerAtHand(own.Connection, own.Options, own._embedded) { Notice = $"no server at {options.Endpoint}; using an embedded one at {own.Options.Endpoint}{web}" };
        }
    }

    /// <summary>Starts a server in this process, whatever is named.</summary>
    public static Task<ServerAtHand> StartFreshAsync() => StartAsync(new NwsConnectionOptions(), withWebConsole: false);

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        if (_embedded is not null) await _embedded.DisposeAsync();
    }

    private static async Task<ServerAtHand> StartAsync(NwsConnectionOptions options, bool withWebConsole)
    {
        var embedded = await NwsServerHost.StartAsync(new NwsServerOptions { Port = 0, WebPort = withWebConsole ? 0 : null, Token = options.Token });
        options = options with { Endpoint = new NwsEndpoint("127.0.0.1", embedded.Port) };
        return new ServerAtHand(await NwsServer.ConnectAsync(options), options, embedded);
    }
}
