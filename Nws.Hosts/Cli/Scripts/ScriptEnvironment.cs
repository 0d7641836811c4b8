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
    private readonly NwsConnectionOptions _asked;

    private ScriptEnvironment(NwsServer server, NwsServerHost? embedded, NwsConnectionOptions asked, string workspace) =>
        (Server, _embedded, _asked, Workspace) = (server, embedded, asked, workspace);

    /// <summary>A connection to the server.</summary>
    public NwsServer Server { get; }

    /// <summary>The server's token; null if it needs none.</summary>
    public string? Token => _asked.Token;

    /// <summary>Name of the workspace at hand.</summary>
    public string Workspace { get; }

    /// <summary>What the user should know of the server; null if it is the one that was to be expected.</summary>
    public string? Notice => _embedded switch
    {
        null => null,
        { WebPort: { } port } => $"started a server at {Server.Endpoint}, web console http://{new NwsEndpoint("localhost", port)}",
        _ => $"no server at {_asked.Endpoint}; using an embedded one at {Server.Endpoint}",
    };

    /// <summary>The environment of a script, with what should be known of its server said on standard error.</summary>
    /// <exception cref="NwsConnectException">The server that was named does not answer, or a server refuses the token.</exception>
    public static async Task<ScriptEnvironment> PrepareAsync(ParseResult parsed)
    {
        ScriptEnvironment environment = await PrepareAsync(parsed, withWebConsole: false);
        if (environment.Notice is { } notice) await Console.Error.WriteLineAsync($"nws: {notice}");
        return environment;
    }

    /// <summary>Connects to the server; if none was named and none answers at the default address, starts one in this process.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="withWebConsole">Whether a server that is started has a web console.</param>
    /// <exception cref="NwsConnectException">The server that was named does not answer, or a server refuses the token.</exception>
    public static async Task<ScriptEnvironment> PrepareAsync(ParseResult parsed, bool withWebConsole)
    {
        var connection = ClientArguments.Read(parsed);
        string workspace = parsed.GetValue(RunVerb.Workspace) ?? Variable(WorkspaceVariable) ?? NetWorkSpace.DefaultName;
        bool named = parsed.GetValue(ClientArguments.Server) is not null || Variable(NwsEndpoint.ServerVariable) is not null;
        var (server, embedded) = await ConnectAsync(connection, named, withWebConsole);
        return Announced(new ScriptEnvironment(server, embedded, connection, workspace));
    }

    /// <summary>Starts a server of its own in this process, whatever is named.</summary>
    public static async Task<ScriptEnvironment> StartFreshAsync()
    {
        var embedded = await NwsServerHost.StartAsync(new NwsServerOptions { Port = 0 });
        var server = await NwsServer.ConnectAsync("127.0.0.1", embedded.Port);
        return Announced(new ScriptEnvironment(server, embedded, new NwsConnectionOptions { Endpoint = server.Endpoint }, NetWorkSpace.DefaultName));
    }

    /// <summary>Tells the processes that this one starts where everything is.</summary>
    private static ScriptEnvironment Announced(ScriptEnvironment environment)
    {
        Environment.SetEnvironmentVariable(NwsEndpoint.ServerVariable, environment.Server.Endpoint.ToString());
        Environment.SetEnvironmentVariable(NwsEndpoint.TokenVariable, environment.Token);
        Environment.SetEnvironmentVariable(WorkspaceVariable, environment.Workspace);
        if (Variable(NwsCommand.Variable) is null && NwsProgram.Command is [var executable])
            Environment.SetEnvironmentVariable(NwsCommand.Variable, executable);
        return environment;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        if (_embedded is not null) await _embedded.DisposeAsync();
    }

    private static async Task<(NwsServer Server, NwsServerHost? Embedded)> ConnectAsync(NwsConnectionOptions connection, bool named, bool withWebConsole)
    {
        try
        {
            return (await NwsServer.ConnectAsync(connection), null);
        }
        catch (NwsConnectException fault) when (!named && fault.InnerException is SocketException)
        {
            var embedded = await NwsServerHost.StartAsync(new NwsServerOptions { Port = 0, WebPort = withWebConsole ? 0 : null, Token = connection.Token });
            var address = new NwsEndpoint("127.0.0.1", embedded.Port);
            return (await NwsServer.ConnectAsync(connection with { Endpoint = address }), embedded);
        }
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
