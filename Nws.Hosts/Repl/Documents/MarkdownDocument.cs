using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Repl.Documents;

/// <summary>The form of <c>.md</c> files: prose in Markdown, with code in fences that name a language of the session.</summary>
/// <remarks>
/// In a fence, <c>#=></c> and a value, or <c>#!></c> and an error, say what the code above gives, as in <see cref="SessionDocument"/>; <c>//</c> may stand for the sharp. What follows is the next piece of code.
/// Fences of other languages, or with a further word behind the language, are prose.
/// </remarks>
internal static class MarkdownDocument
{
    /// <summary>How the files' names end.</summary>
    internal const string Extension = ".md";

    private const int ShortestFence = 3;

    /// <summary>Reads the pieces of code.</summary>
    /// <exception cref="FormatException">A fence has no end.</exception>
    internal static IReadOnlyList<DocumentCell> Read(string text)
    {
        var cells = new List<DocumentCell>();
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        for (int at = 0; at < lines.Length; at++)
        {
            int length = FenceAt(lines[at]);
            if (length < ShortestFence) continue;
            int end = Array.FindIndex(lines, at + 1, line => FenceAt(line) >= length && line.Trim().All(letter => letter == '`'));
            if (end < 0) throw new FormatException($"The block of code that begins in line {at + 1} has no end.");
            if (LanguageOf(lines[at].Trim().TrimStart('`')) is { } language) cells.AddRange(SessionDocument.ReadPieces(language, lines[(at + 1)..end], at + 2));
            at = end;
        }
        return cells;
    }

    private static int FenceAt(string line) => line.TrimStart().TakeWhile(letter => letter == '`').Count();

    private static NwsLanguage? LanguageOf(string info) => info.Trim() is "c#" ? NwsLanguage.CSharp
        : NwsLanguages.TryParse(info.Trim(), out NwsLanguage language) && SessionKernels.Languages.Contains(language) ? language
        : null;
}
