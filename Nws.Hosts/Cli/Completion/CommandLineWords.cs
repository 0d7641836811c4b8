using System.CommandLine;

namespace Nws.Hosts.Cli.Completion;

/// <summary>A command line that is being typed.</summary>
/// <param name="Command">The verb that is meant.</param>
/// <param name="Given">The arguments before the last word.</param>
/// <param name="Values">The values of options before the last word.</param>
/// <param name="Option">The option whose value the last word is; null if it is something else.</param>
/// <param name="Last">The last word, which may be empty.</param>
internal sealed record CommandLineWords(Command Command, IReadOnlyList<string> Given, IReadOnlyDictionary<string, string> Values, Option? Option, string Last)
{
    /// <summary>The argument that the last word is; null if there is none left.</summary>
    public Argument? Argument => Command.Arguments.Count == 0 ? null
        : Given.Count < Command.Arguments.Count ? Command.Arguments[Given.Count]
        : Command.Arguments[^1] is { Arity.MaximumNumberOfValues: > 1 } rest ? rest : null;

    /// <summary>The options that every verb has.</summary>
    public IEnumerable<Option> InheritedOptions => Command.Parents.OfType<Command>().SelectMany(parent => parent.Options).Where(option => option.Recursive);

    /// <summary>Reads the words behind <c>nws</c>; the last is the one that is being typed.</summary>
    public static CommandLineWords Read(Command root, IReadOnlyList<string> words)
    {
        var (command, given, values) = (root, new List<string>(), new Dictionary<string, string>());
        Option? open = null;
        bool onlyArguments = false;
        foreach (string word in words.SkipLast(1))
        {
            if (open is not null)
            {
                values[open.Name] = word;
                open = null;
            }
            else if (word == "--") onlyArguments = true;
            else if (!onlyArguments && word.StartsWith('-') && word.Length > 1) open = Array.Find([.. command.Options], option => (option.Name == word || option.Aliases.Contains(word)) && option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool));
            else if (given.Count == 0 && command.Subcommands.FirstOrDefault(verb => verb.Name == word) is { } verb) command = verb;
            else given.Add(word);
        }
        return new CommandLineWords(command, given, values, open, words.LastOrDefault() ?? "");
    }
}
