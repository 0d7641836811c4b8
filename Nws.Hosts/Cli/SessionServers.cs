using System.CommandLine;
using Nws.Hosts.Cli.Scripts;
using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Cli;

/// <summary>The servers of sessions: the one that the command line or the environment names, or one of the session's own.</summary>
internal static class SessionServers
{
    /// <summary>Connects to the server; if none was named and none answers at the default address, starts one in this process.</summary>
    /// <exception cref="NwsConnectException">The server that was named does not answer, or a server refuses the token.</exception>
    public static async Task<SessionServer> PrepareAsync(ParseResult parsed) => await OfAsync(await ScriptEnvironment.PrepareSessionAsync(parsed));

    /// <summary>Starts a server that nobody else knows, whatever is named.</summary>
    public static async Task<SessionServer> StartFreshAsync() => await OfAsync(await ScriptEnvironment.StartFreshAsync());

    private static async Task<SessionServer> OfAsync(ScriptEnvironment environment)
    {
        await environment.Server.UseWsAsync(environment.Workspace);
        return new SessionServer(environment.Server, environment.Token, environment.Workspace, environment.Notice, environment);
    }
}
