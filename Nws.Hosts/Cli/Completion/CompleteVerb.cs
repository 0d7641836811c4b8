using System.CommandLine;

namespace Nws.Hosts.Cli.Completion;

/// <summary><c>nws complete</c>, which the scripts of <see cref="CompletionVerb"/> ask: prints what may stand for the last of the words, a line each.</summary>
internal static class CompleteVerb
{
    /// <summary>Its name. It looks at all other verbs.</summary>
    public const string Name = "complete";

    private static readonly Argument<string[]> Words = new("words") { Arity = ArgumentArity.ZeroOrMore };

    public static Command Create()
    {
        var command = new Command(Name, "Print what may stand for the last of the words.") { Words };
        command.Hidden = true;
        return command.RunsUntilInterrupted(async (parsed, cancellation) =>
        {
            var line = CommandLineWords.Read(parsed.RootCommandResult.Command, parsed.GetValue(Words) ?? []);
            foreach (string word in (await CandidatesAsync(line, cancellation)).Where(word => word.StartsWith(line.Last, StringComparison.Ordinal)).Distinct()) StandardOutput.WriteLine(word);
            return ExitCodes.Ok;
        });
    }

    private static async Task<IEnumerable<string>> CandidatesAsync(CommandLineWords line, CancellationToken cancellation)
    {
        if (line.Option is { } option) return ValuesOf(option);
        if (line.Last.StartsWith('-')) return line.Command.Options.Concat(line.InheritedOptions).Where(known => !known.Hidden).Select(known => known.Name);
        if (line.Command.Subcommands.Count > 0 && line.Given.Count == 0) return line.Command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name);
        return line.Argument?.Name switch
        {
            "workspace" => await ServerNames.OfWorkspacesAsync(line, cancellation),
            "variable" => await ServerNames.OfVariablesAsync(line, cancellation),
            "mode" => ["fifo", "lifo", "multi", "single"],
            "shell" => ["bash", "zsh"],
            _ => [],
        };
    }

    private static IEnumerable<string> ValuesOf(Option option) => option.Name switch
    {
        "--as" => ValueForms.Names.Split(", "),
        "--language" => ["csharp", "python", "javascript", "r"],
        "--js-engine" => ["node", "jint"],
        "--durability" => ["full", "relaxed"],
        _ => [],
    };
}
