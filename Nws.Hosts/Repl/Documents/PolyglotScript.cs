namespace Nws.Hosts.Repl.Documents;

/// <summary>The form of <c>.dib</c> files: cells that begin with <c>#!csharp</c> and the like.</summary>
internal static class PolyglotScript
{
    private static readonly string[] Prose = ["markdown", "meta", "html", "mermaid"];

    /// <summary>Reads the cells of code.</summary>
    /// <exception cref="FormatException">A cell is written in a language that is not there.</exception>
    internal static IReadOnlyList<DocumentCell> Read(string text)
    {
        var cells = new List<DocumentCell>();
        string language = "csharp";
        var code = new List<string>();
        int begin = 1;
        foreach ((int index, string line) in text.ReplaceLineEndings("\n").Split('\n').Index())
        {
            if (!IsHead(line))
            {
                code.Add(line);
                continue;
            }
            Close();
            (language, begin) = (line[2..].Trim(), index + 2);
        }
        Close();
        return cells;

        void Close()
        {
            string all = string.Join('\n', code).Trim('\n');
            if (!string.IsNullOrWhiteSpace(all) && !Prose.Contains(language)) cells.Add(new DocumentCell(DocumentFile.LanguageNamed(language, begin), all, begin));
            code.Clear();
        }
    }

    private static bool IsHead(string line) => line.StartsWith("#!", StringComparison.Ordinal) && line.Length > 2 && line[2..].Trim().All(char.IsAsciiLetterOrDigit);
}
