using System.CommandLine;
using Nws.Farm;

namespace Nws.Hosts.Cli.Scripts;

/// <summary>What a script needs around it: a server, and the environment variables by which it and its children find that server.</summary>
internal sealed class ScriptEnvironment : IAsyncDisposable
{
    /// <summary>The environment variable that names the workspace at hand.</summary>
    public const string WorkspaceVariable = "NWS_WS";

    private readonly ServerAtHand _server;

    private ScriptEnvironment(ServerAtHand server, string workspace) => (_server, Workspace) = (server, workspace);

    /// <summary>A connection to the server.</summary>
    public NwsServer Server => _server.Connection;

    /// <summary>Name of the workspace at hand.</summary>
    public string Workspace { get; }

    /// <summary>Connects to the server; if none was named and none answers at the default address, starts one in this process.</summary>
    /// <exception cref="NwsConnectException">The server that was named does not answer, or a server refuses the token.</exception>
    public static async Task<ScriptEnvironment> PrepareAsync(ParseResult parsed)
    {
        string workspace = parsed.GetValue(RunVerb.Workspace) ?? Variable(WorkspaceVariable) ?? NetWorkSpace.DefaultName;
        var server = await ServerAtHand.FindAsync(parsed);
        Environment.SetEnvironmentVariable(NwsEndpoint.ServerVariable, server.Options.Endpoint.ToString());
        Environment.SetEnvironmentVariable(NwsEndpoint.TokenVariable, server.Options.Token);
        Environment.SetEnvironmentVariable(WorkspaceVariable, workspace);
        if (Variable(NwsCommand.Variable) is null && NwsProgram.Command is [var executable])
            Environment.SetEnvironmentVariable(NwsCommand.Variable, executable);
        return new ScriptEnvironment(server, workspace);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
