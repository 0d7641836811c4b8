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

    private const string Value = "#=> ";
    private const string Error = "#!> ";

    /// <summary>Writes a session.</summary>
    internal static string Write(IEnumerable<Cell> cells)
    {
        var text = new StringBuilder("A session of nws repl. `nws run FILE` runs it, `nws test FILE` compares what it gives with what stands here.\n");
        foreach (Cell cell in cells)
        {
            text.Append($"\n#{SessionKernels.ShortName(cell.Language)}\n{cell.Code.Trim('\n')}\n");
            if (Expectation.Of(cell.Language, cell.Outcome) is { } expected) text.Append(expected.IsError ? Error : Value).Append(expected.Text).Append('\n');
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

    private static NwsLanguage? LanguageOf(string line) =>
        line is ['#', _, _, ..] && NwsLanguages.TryParse(line[1..].TrimEnd(), out NwsLanguage language) && SessionKernels.Languages.Contains(language) ? language : null;

    private static Expectation? ExpectationOf(string line) => line.StartsWith(Value, StringComparison.Ordinal) ? new Expectation(IsError: false, line[Value.Length..])
        : line.StartsWith(Error, StringComparison.Ordinal) ? new Expectation(IsError: true, line[Error.Length..])
        : null;
}
