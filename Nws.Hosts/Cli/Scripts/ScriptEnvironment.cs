using System.CommandLine;
using System.Net.Sockets;
using Nws.Farm;
using Nws.Server;

namespace Nws.Hosts.Cli.Scripts;

/// <summary>What a script needs around it: a server, and the environment variables by which it and its children find that server.</summary>
internal sealed class ScriptEnvironment : IAsyncDisposable
{
    /// <summary>The environment variable that names the workspace at hand.</summary>
    public const string WorkspaceVariable = "NWS_WS";

    private readonly NwsServerHost? _embedded;

    private ScriptEnvironment(NwsServer server, NwsServerHost? embedded, string workspace) =>
        (Server, _embedded, Workspace) = (server, embedded, workspace);

    /// <summary>A connection to the server.</summary>
    public NwsServer Server { get; }

    /// <summary>Name of the workspace at hand.</summary>
    public string Workspace { get; }

    /// <summary>Connects to the server; if none was named and none answers at the default address, starts one in this process.</summary>
    /// <exception cref="NwsConnectException">The server that was named does not answer, or a server refuses the token.</exception>
    public static async Task<ScriptEnvironment> PrepareAsync(ParseResult parsed)
    {
        var connection = ClientArguments.Read(parsed);
        string workspace = parsed.GetValue(RunVerb.Workspace) ?? Variable(WorkspaceVariable) ?? NetWorkSpace.DefaultName;
        bool named = parsed.GetValue(ClientArguments.Server) is not null || Variable(NwsEndpoint.ServerVariable) is not null;
        var (server, embedded) = await ConnectAsync(connection, named);
        Environment.SetEnvironmentVariable(NwsEndpoint.ServerVariable, server.Endpoint.ToString());
        Environment.SetEnvironmentVariable(NwsEndpoint.TokenVariable, connection.Token);
        Environment.SetEnvironmentVariable(WorkspaceVariable, workspace);
        if (Variable(NwsCommand.Variable) is null && NwsProgram.Command is [var executable])
            Environment.SetEnvironmentVariable(NwsCommand.Variable, executable);
        return new ScriptEnvironment(server, embedded, workspace);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        if (_embedded is not null) await _embedded.DisposeAsync();
    }

    private static async Task<(NwsServer Server, NwsServerHost? Embedded)> ConnectAsync(NwsConnectionOptions connection, bool named)
    {
        try
        {
            return (await NwsServer.ConnectAsync(connection), null);
        }
        catch (NwsConnectException fault) when (!named && fault.InnerException is SocketException)
        {
            var embedded = await NwsServerHost.StartAsync(new NwsServerOptions { Port = 0, Token = connection.Token });
            var address = new NwsEndpoint("127.0.0.1", embedded.Port);
            await Console.Error.WriteLineAsync($"nws: no server at {connection.Endpoint}; using an embedded one at {address}");
            return (await NwsServer.ConnectAsync(connection with { Endpoint = address }), embedded);
        }
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
