using Nws.Hosts.Repl.Rendering;
using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Repl.Commands;

/// <summary><c>#why</c>: who waits for what, and why nothing comes.</summary>
internal static class WhyCommand
{
    internal static ReplCommand Create() => new("why", "#why [WORKSPACE]", "tell who waits for a value, and what may be the reason that none comes", RunAsync);

    private static async Task RunAsync(ReplSession session, string argument, CancellationToken cancellation)
    {
        NwsServer server = (await session.Server.WaitAsync(cancellation)).Connection;
        string? workspace = argument.Length == 0 ? null : argument;
        IReadOnlyList<NwsWait> waits = await server.ListWaitsAsync(workspace, cancellationToken: cancellation);
        session.Display.Show(waits.Count == 0 ? "Nobody waits." : string.Join('\n', WaitText.OfAll(waits, workspace is null ? name => $"#why {name}" : null)));
    }
}
