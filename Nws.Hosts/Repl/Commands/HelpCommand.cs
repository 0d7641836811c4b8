using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Repl.Commands;

/// <summary><c>#help</c>: the commands and the keys.</summary>
internal static class HelpCommand
{
    internal static ReplCommand Create() => new("help", "#help [COMMAND]", "tell of the commands", RunAsync);

    private static Task RunAsync(ReplSession session, string argument, CancellationToken cancellation)
    {
        if (argument.Length > 0)
        {
            ReplCommand command = CommandTable.Find(argument.TrimStart('#'));
            session.Display.Show($"{command.Usage}\n    {command.Summary}");
            return Task.CompletedTask;
        }
        int widest = CommandTable.All.Max(command => command.Name.Length) + 1;
        IEnumerable<string> lines = CommandTable.All.Select(command => $"  #{command.Name.PadRight(widest)} {command.Summary}");
        session.Display.Show(string.Join('\n', lines
            .Prepend("  #cs, #py, #js, #r  change the language; with code behind it, for that code only")
            .Prepend("In every language: ws (the workspace at hand), nws (the server), sleigh (workers).")
            .Append("Tab completes, Ctrl+R searches what was entered, Ctrl+C ends what runs, Ctrl+D leaves.")));
        return Task.CompletedTask;
    }
}
