using System.Text;
using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Repl.Documents;

/// <summary>The form of <c>.nws</c> files: a session, with what its inputs gave.</summary>
/// <remarks>
/// A line with the name of a language, <c>#py</c>, begins a piece of code. Behind it may stand <c>#=></c> and the value, or <c>#!></c> and the error that it gave.
/// What stands before the first name of a language is a description.
/// </remarks>
internal static class SessionDocument
{
    /// <summary>How the files' names end.</summary>
    internal const string Extension = ".nws";

    private const string Value = "=> ";
    private const string Error = "!> ";

    /// <summary>Writes a session.</summary>
    internal static string Write(IEnumerable<Cell> cells)
    {
        var text = new StringBuilder("A session of nws repl. `nws run FILE` runs it, `nws test FILE` compares what it gives with what stands here.\n");
        foreach (Cell cell in cells)
        {
            text.Append($"\n#{SessionKernels.ShortName(cell.Language)}\n{cell.Code.Trim('\n')}\n");
            if (Expectation.Of(cell.Language, cell.Outcome) is { } expected) text.Append('#').Append(expected.IsError ? Error : Value).Append(expected.Text).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>Reads a session.</summary>
    internal static IReadOnlyList<DocumentCell> Read(string text)
    {
        var cells = new List<DocumentCell>();
        NwsLanguage? language = null;
        var code = new List<string>();
        int begin = 0;
        foreach ((int index, string line) in text.ReplaceLineEndings("\n").Split('\n').Index())
        {
            if (LanguageOf(line) is { } next)
            {
                Close(expected: null);
                (language, begin) = (next, index + 2);
            }
            else if (ExpectationOf(line) is { } expected) Close(expected);
            else code.Add(line);
        }
        Close(expected: null);
        return cells;

        void Close(Expectation? expected)
        {
            string all = string.Join('\n', code).Trim('\n');
            if (language is { } known && !string.IsNullOrWhiteSpace(all)) cells.Add(new DocumentCell(known, all, begin, expected));
            code.Clear();
        }
    }

    /// <summary>Reads lines of one language: each piece ends with what it gives.</summary>
    /// <param name="language">The language.</param>
    /// <param name="lines">The lines.</param>
    /// <param name="first">The number of the first line in the file.</param>
    internal static IEnumerable<DocumentCell> ReadPieces(NwsLanguage language, string[] lines, int first)
    {
        int begin = 0;
        for (int at = 0; at <= lines.Length; at++)
        {
            Expectation? expected = at < lines.Length ? ExpectationOf(lines[at]) : null;
            if (at < lines.Length && expected is null) continue;
            while (begin < at && string.IsNullOrWhiteSpace(lines[begin])) begin++;
            if (begin < at) yield return new DocumentCell(language, string.Join('\n', lines[begin..at]).TrimEnd('\n'), first + begin, expected);
            begin = at + 1;
        }
    }

    private static NwsLanguage? LanguageOf(string line) =>
        line is ['#', _, ..] && NwsLanguages.TryParse(line[1..].TrimEnd(), out NwsLanguage language) && SessionKernels.Languages.Contains(language) ? language : null;

    private static Expectation? ExpectationOf(string line)
    {
        string said = line.StartsWith("//", StringComparison.Ordinal) ? line[2..] : line.StartsWith('#') ? line[1..] : "";
        return said.StartsWith(Value, StringComparison.Ordinal) ? new Expectation(IsError: false, said[Value.Length..])
            : said.StartsWith(Error, StringComparison.Ordinal) ? new Expectation(IsError: true, said[Error.Length..])
            : null;
    }
}
