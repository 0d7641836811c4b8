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

    /// <exception cref="NwsConnectException">The server that was named does not answer, or a server refuses the token.</exception>
    public static async Task<ServerAtHand> FindAsync(ParseResult parsed)
    {
        var options = ClientArguments.Read(parsed);
        bool named = parsed.GetValue(ClientArguments.Server) is not null || Environment.GetEnvironmentVariable(NwsEndpoint.ServerVariable) is { Length: > 0 };
        try
        {
            return new ServerAtHand(await NwsServer.ConnectAsync(options), options, null);
        }
        catch (NwsConnectException fault) when (!named && fault.InnerException is SocketException)
        {
            var embedded = await NwsServerHost.StartAsync(new NwsServerOptions { Port = 0, Token = options.Token });
            var address = new NwsEndpoint("127.0.0.1", embedded.Port);
            await Console.Error.WriteLineAsync($"nws: no server at {options.Endpoint}; using an embedded one at {address}");
            options = options with { Endpoint = address };
            return new ServerAtHand(await NwsServer.ConnectAsync(options), options, embedded);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        if (_embedded is not null) await _embedded.DisposeAsync();
    }
}
