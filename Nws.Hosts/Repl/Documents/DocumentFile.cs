using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Repl.Documents;

/// <summary>Files of code: sessions, notebooks, and plain programs of one piece.</summary>
internal static class DocumentFile
{
    /// <summary>Reads a file; the end of its name says what it is.</summary>
    /// <exception cref="FormatException">The file is not what its name says, or has nothing to run.</exception>
    /// <exception cref="ArgumentException">The name ends like nothing that is known.</exception>
    internal static async Task<IReadOnlyList<DocumentCell>> ReadAsync(string path, CancellationToken cancellation = default)
    {
        if (!File.Exists(path)) throw new ArgumentException($"There is no file '{path}'.");
        string text = await File.ReadAllTextAsync(path, cancellation);
        string extension = Path.GetExtension(path).ToLowerInvariant();
        IReadOnlyList<DocumentCell> cells = extension switch
        {
            SessionDocument.Extension => SessionDocument.Read(text),
            MarkdownDocument.Extension => MarkdownDocument.Read(text),
            ".dib" => PolyglotScript.Read(text),
            ".ipynb" => Notebook.Read(text),
            _ => [new DocumentCell(NwsLanguages.OfFile(path), text, Line: 1)],
        };
        return cells.Count > 0 ? cells : throw new FormatException($"There is nothing to run in '{path}': {WhatRuns(extension)}");
    }

    private static string WhatRuns(string extension) => extension switch
    {
        SessionDocument.Extension => "a line with the name of a language (#cs, #py, #js, #r) begins an input, and there is none.",
        MarkdownDocument.Extension => "an input is a block of code behind the name of its language (```python), and there is none.",
        _ => "it has no cell with code.",
    };

    /// <summary>The language of a cell by any of its names.</summary>
    /// <exception cref="FormatException">A session has no such language.</exception>
    internal static NwsLanguage LanguageNamed(string name, int line) => name.ToLowerInvariant() switch
    {
        "c#" => NwsLanguage.CSharp,
        "python3" or "ipython" => NwsLanguage.Python,
        var known when NwsLanguages.TryParse(known, out NwsLanguage language) && SessionKernels.Languages.Contains(language) => language,
        _ => throw new FormatException($"A cell{(line > 0 ? $" in line {line}" : "")} is written in '{name}'; a session has C#, Python, JavaScript and R."),
    };
}
