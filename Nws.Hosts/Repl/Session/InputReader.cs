using System.Text.RegularExpressions;

namespace Nws.Hosts.Repl.Session;

/// <summary>Tells what of a text is code, what is a command of the prompt, and what changes the language.</summary>
/// <param name="isCommand">Whether there is a command of that name.</param>
/// <param name="resembles">Whether a word looks like the name of a command that was mistyped.</param>
internal sealed class InputReader(Func<string, bool> isCommand, Func<string, bool> resembles)
{
    private static readonly Regex Sharp = new(@"^\s*#(?<name>[A-Za-z]+)(?:[ \t]+(?<rest>[\s\S]*))?\s*$");
    private static readonly Regex Directive = new("^(r|load)\\s+\"|^(if|elif|else|endif|region|endregion|pragma|nullable|define|undef|line|warning|error)\\b");

    /// <summary>Reads a text from its beginning to its end.</summary>
    /// <param name="text">The text: one line or many.</param>
    /// <param name="language">The language that holds at its beginning.</param>
    internal IEnumerable<ReplInput> Read(string text, NwsLanguage language)
    {
        if (Command(text, language) is { } only)
        {
            yield return only;
            yield break;
        }
        var code = new List<string>();
        foreach (string line in text.Split('\n'))
        {
            // In the middle of a text only a change of language counts: a comment of Python may look like a command.
            if (!IsLanguage(line.Trim(), out NwsLanguage next))
            {
                code.Add(line);
                continue;
            }
            if (CodeOf(code, language) is { } before) yield return before;
            code.Clear();
            language = next;
            yield return new ReplInput.Switch(language);
        }
        if (CodeOf(code, language) is { } rest) yield return rest;
    }

    /// <summary>The command that a whole text is; null if it is something else.</summary>
    internal ReplInput? Command(string text, NwsLanguage language)
    {
        Match match = Sharp.Match(text);
        if (!match.Success) return null;
        (string name, string rest) = (match.Groups["name"].Value, match.Groups["rest"].Value.TrimEnd());
        if (language == NwsLanguage.CSharp && Directive.IsMatch(text.TrimStart()[1..])) return null;
        if (IsLanguage($"#{name}", out NwsLanguage named)) return rest.Length == 0 ? new ReplInput.Switch(named) : new ReplInput.Code(named, rest);
        if (rest.Contains('\n')) return null;
        bool isComment = language is NwsLanguage.Python or NwsLanguage.R && !resembles(name);
        return isCommand(name) || !isComment ? new ReplInput.Command(name, rest) : null;
    }

    private static ReplInput.Code? CodeOf(List<string> lines, NwsLanguage language)
    {
        string text = string.Join('\n', lines).Trim('\n', '\r');
        return string.IsNullOrWhiteSpace(text) ? null : new ReplInput.Code(language, text);
    }

    private static bool IsLanguage(string word, out NwsLanguage language)
    {
        language = default;
        return word.StartsWith('#') && word.Length > 1 && NwsLanguages.TryParse(word[1..], out language) && SessionKernels.Languages.Contains(language);
    }
}
