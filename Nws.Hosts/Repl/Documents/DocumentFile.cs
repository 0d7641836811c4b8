using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Repl.Documents;

/// <summary>Files of code: sessions, notebooks, and plain programs of one piece.</summary>
internal static class DocumentFile
{
    /// <summary>Reads a file; the end of its name says what it is.</summary>
    /// <exception cref="FormatException">The file is not what its name says.</exception>
    /// <exception cref="ArgumentException">The name ends like nothing that is known.</exception>
    internal static async Task<IReadOnlyList<DocumentCell>> ReadAsync(string path, CancellationToken cancellation = default)
    {
        if (!File.Exists(path)) throw new ArgumentException($"There is no file '{path}'.");
        string text = await File.ReadAllTextAsync(path, cancellation);
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            SessionDocument.Extension => SessionDocument.Read(text),
            MarkdownDocument.Extension => MarkdownDocument.Read(text),
            ".dib" => PolyglotScript.Read(text),
            ".ipynb" => Notebook.Read(text),
            _ => [new DocumentCell(NwsLanguages.OfFile(path), text, Line: 1)],
        };
    }

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
