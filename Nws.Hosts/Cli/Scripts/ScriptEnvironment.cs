using System.CommandLine;
using Nws.Farm;

namespace Nws.Hosts.Cli.Scripts;

/// <summary>What a script or a session needs around it: a server, and the environment variables by which it and its children find that server.</summary>
internal sealed class ScriptEnvironment : IAsyncDisposable
{
    /// <summary>The environment variable that names the workspace at hand.</summary>
    public const string WorkspaceVariable = "NWS_WS";

    private readonly ServerAtHand _server;

    private ScriptEnvironment(ServerAtHand server, string workspace) => (_server, Workspace) = (server, workspace);

    /// <summary>A connection to the server.</summary>
    public NwsServer Server => _server.Connection;

    /// <summary>The server's token; null if it needs none.</summary>
    public string? Token => _server.Options.Token;

    /// <summary>Name of the workspace at hand.</summary>
    public string Workspace { get; }

    /// <summary>What the user should know of the server; null if it is the one that was to be expected.</summary>
    public string? Notice => _server.Notice;

    /// <summary>The environment of a script, with what should be known of its server said on standard error.</summary>
    /// <exception cref="NwsConnectException">The server that was named does not answer, or a server refuses the token.</exception>
    public static async Task<ScriptEnvironment> PrepareAsync(ParseResult parsed) => Announced(await ServerAtHand.FindAsync(parsed), WorkspaceOf(parsed));

    /// <summary>The environment of a session, whose server has a web console if it is started here.</summary>
    /// <exception cref="NwsConnectException">The server that was named does not answer, or a server refuses the token.</exception>
    public static async Task<ScriptEnvironment> PrepareSessionAsync(ParseResult parsed) =>
        Announced(await ServerAtHand.FindAsync(parsed, withWebConsole: true), WorkspaceOf(parsed));

    /// <summary>An environment with a server of its own, whatever is named.</summary>
    public static async Task<ScriptEnvironment> StartFreshAsync() => Announced(await ServerAtHand.StartFreshAsync(), NetWorkSpace.DefaultName);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>The workspace that the command line, else the environment, names.</summary>
    public static string WorkspaceOf(ParseResult parsed) => parsed.GetValue(RunVerb.Workspace) ?? Variable(WorkspaceVariable) ?? NetWorkSpace.DefaultName;

    /// <summary>Tells the processes that this one starts where everything is.</summary>
    private static ScriptEnvironment Announced(ServerAtHand server, string workspace)
    {
        Environment.SetEnvironmentVariable(NwsEndpoint.ServerVariable, server.Options.Endpoint.ToString());
        Environment.SetEnvironmentVariable(NwsEndpoint.TokenVariable, server.Options.Token);
        Environment.SetEnvironmentVariable(WorkspaceVariable, workspace);
        if (Variable(NwsCommand.Variable) is null && NwsProgram.Command is [var executable])
            Environment.SetEnvironmentVariable(NwsCommand.Variable, executable);
        return new ScriptEnvironment(server, workspace);
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
