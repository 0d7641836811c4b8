using Nws.Client;
using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Repl.Commands;

/// <summary>The commands of the prompt. A new one is a file of its own and a line here.</summary>
internal static class CommandTable
{
    /// <summary>All of them, in the order in which the help tells of them.</summary>
    internal static IReadOnlyList<ReplCommand> All { get; } =
    [
        ShareCommand.Create(), ShowCommand.Create(), WorkspaceCommand.Create(), VarsCommand.Create(), WhyCommand.Create(), DeclareCommand.Create(), WhoCommand.Create(), TimeCommand.Create(),
        EachCommand.Create(), SleighCommand.Create(), LoadCommand.Create(), SaveCommand.Create(), ResetCommand.Create(), HelpCommand.Create(), QuitCommand.Create(),
    ];

    /// <summary>What else begins with a sharp: the names that change the language.</summary>
    internal static IReadOnlyList<string> LanguageNames { get; } = ["cs", "py", "js", "r"];

    internal static bool Has(string name) => All.Any(command => command.Name == name);

    /// <summary>Whether a word is a command with a slip of the finger: one letter wrong, missing or too many, or two of them exchanged.</summary>
    internal static bool Resembles(string word) =>
        word.Length > 2 && All.Any(command => NearestName.Distance(word, command.Name) <= 1 || word.Length == command.Name.Length && word.Order().SequenceEqual(command.Name.Order()));

    /// <summary>The command, if a saved session needs it.</summary>
    internal static ReplCommand? FindKept(ReplInput.Command written) => All.FirstOrDefault(command => command.Name == written.Name && command.IsKept(written.Argument));

    /// <exception cref="ArgumentException">There is no such command; the message names the nearest.</exception>
    internal static ReplCommand Find(string name) => All.FirstOrDefault(command => command.Name == name) ?? throw new ArgumentException(
        $"There is no command '#{name}'.{NearestName.Suggestion(name, All.Select(command => command.Name).Concat(LanguageNames), "#")} #help lists them.");
}
