using System.Text.RegularExpressions;
using Nws.Hosts.Languages;
using Nws.Hosts.Repl.Commands;
using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Repl.Terminal;

/// <summary>Finds what could stand at the cursor: commands, names of the language, and in quotes the names of the server.</summary>
internal sealed class Completer(ReplSession session)
{
    private static readonly Regex CommandWord = new(@"^#(?<word>[A-Za-z]*)$");
    private static readonly Regex CommandArgument = new(@"^#(?<name>[A-Za-z]+)\s(?:.*\s)?(?<word>\S*)$");
    private static readonly Regex Quoted = new("(?<owner>[A-Za-z]+)\\.(?<method>[A-Za-z]+)\\(\\s*(?:\\[\\s*)?[\"'](?<word>[^\"']*)$");

    /// <summary>Choices for what ends at a place.</summary>
    internal async Task<Completions> CompleteAsync(string text, int cursor)
    {
        string before = text[..cursor];
        string line = before[(before.LastIndexOf('\n') + 1)..];
        if (CommandWord.Match(before) is { Success: true } command) return Choices(CommandNames(), command.Groups["word"], cursor);
        if (CommandArgument.Match(before) is { Success: true } argument && CommandTable.Has(argument.Groups["name"].Value))
        {
            Completions words = Choices(await CommandTable.Find(argument.Groups["name"].Value).WordsAsync(session), argument.Groups["word"], cursor);
            if (words.Items.Count > 0) return words;
        }
        if (Quoted.Match(line) is { Success: true } quoted) return Choices(await NamesAsync(quoted.Groups["method"].Value), quoted.Groups["word"], cursor);
        return await OfLanguageAsync(text, cursor);
    }

    private static IEnumerable<string> CommandNames() => CommandTable.All.Select(command => command.Name).Concat(CommandTable.LanguageNames);

    private static Completions Choices(IEnumerable<string> names, Group word, int cursor) => new(
        cursor - word.Length,
        [.. names.Where(name => name.StartsWith(word.Value, StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal).Select(name => new CompletionItem(name, "variable"))]);

    /// <summary>Names of workspaces for methods whose names end so, else names of the variables of the workspace at hand.</summary>
    private async Task<IEnumerable<string>> NamesAsync(string method)
    {
        string plain = method.EndsWith("Async", StringComparison.Ordinal) ? method[..^5] : method;
        if (plain.EndsWith("Ws", StringComparison.OrdinalIgnoreCase)) return (await (await session.Server).Connection.ListWssAsync()).Select(found => found.Name);
        return (await (await session.WorkspaceAsync()).ListVarsAsync()).Select(found => found.Name);
    }

    private async Task<Completions> OfLanguageAsync(string text, int cursor)
    {
        (NwsLanguage language, int skipped) = (session.Language, 0);
        if (Regex.Match(text, @"^#(?<name>cs|py|js|r)\s+(?!"")") is { Success: true } prefix) (language, skipped) = (NwsLanguages.Parse(prefix.Groups["name"].Value), prefix.Length);
        if (cursor < skipped) return new Completions(cursor, []);
        ILanguageHost host = await session.Kernels.GetAsync(language);
        Completions found = await host.CompleteAsync(text[skipped..], cursor - skipped, CancellationToken.None);
        return new Completions(found.Start + skipped, [.. found.Items.Where(item => !item.Text.StartsWith(Prelude.Hidden, StringComparison.Ordinal))]);
    }
}
