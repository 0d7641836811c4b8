namespace Nws.Hosts.Repl.Session;

/// <summary>What every kernel of a session begins with: <c>ws</c>, <c>nws</c>, <c>server</c> and <c>sleigh</c>, each made when it is first used.</summary>
/// <remarks>The connection behind them is that of <c>SleighUserNws</c>, so that an interrupt finds what it has been asked.</remarks>
internal static class Prelude
{
    /// <summary>How the names begin that hold things for the prelude; nobody wants to see them.</summary>
    internal const string Hidden = "__nws";

    /// <summary>Defines <c>nws</c>, the connection to the server, <c>server</c>, its name in scripts, and <c>sleigh</c>, workers on this machine.</summary>
    internal static string Of(NwsLanguage language) => language switch
    {
        NwsLanguage.Python => """
            from nws.lazy import Lazy as __nws_lazy
            nws = server = __nws_lazy(lambda: SleighUserNws.server, "server")
            def __nws_start():
                from nws.sleigh import Sleigh
                return Sleigh()
            sleigh = __nws_lazy(__nws_start, "Sleigh")
            """,
        NwsLanguage.JavaScript => """
            globalThis.nws = globalThis.server = SleighUserNws.server;
            if (require('nws').Sleigh) globalThis.sleigh = new (require('nws').Sleigh)();
            """,
        NwsLanguage.R => "nws <- server <- SleighUserNws$server", // R has no Sleigh of its own
        _ => """
            NwsServer nws => SleighUserNws.Server;
            NwsServer server => nws;
            Lazy<Sleigh> __nwsSleigh = new(() => Sleigh.Start());
            Sleigh sleigh => __nwsSleigh.Value;
            """,
    };

    /// <summary>Defines <c>ws</c>, the workspace at hand.</summary>
    internal static string Use(NwsLanguage language, string workspace) => language switch
    {
        NwsLanguage.Python =>
            $"ws = __nws_lazy(lambda: SleighUserNws.server.useWs({Quote(workspace, NwsNotation.Python)}), {Quote($"workspace '{workspace}'", NwsNotation.Python)})",
        NwsLanguage.JavaScript => // Without Node.js there is the workspace of the beginning, and nothing around it.
            $"globalThis.ws = SleighUserNws.server?.workspace({Quote(workspace, NwsNotation.JavaScript)}, {{ useUse: true }}) ?? SleighUserNws;",
        NwsLanguage.R => $"ws <- nws$useWs({Quote(workspace, NwsNotation.Json)})",
        _ => $"""
            Lazy<NetWorkSpace> __nwsWorkspace = new(() => SleighUserNws.Server.UseWs({Quote(workspace, NwsNotation.CSharp)}));
            NetWorkSpace ws => __nwsWorkspace.Value;
            """,
    };

    private static string Quote(string text, NwsNotation notation) => NwsValue.From(text).Render(notation, RenderLimits.None);
}
