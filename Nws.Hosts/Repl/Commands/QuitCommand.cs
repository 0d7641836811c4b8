namespace Nws.Hosts.Repl.Commands;

/// <summary><c>#quit</c>: leaves.</summary>
internal static class QuitCommand
{
    internal static ReplCommand Create() => new("quit", "#quit", "leave; so does Ctrl+D", (session, _, _) =>
    {
        session.IsOver = true;
        return Task.CompletedTask;
    });
}
