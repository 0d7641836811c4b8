using System.Text.RegularExpressions;

namespace Nws.Hosts.Tests.Examples;

/// <summary>A piece of a document that can be run.</summary>
/// <param name="Line">The line it stands in.</param>
/// <param name="Command">The command that runs it.</param>
/// <param name="Output">What the document says it prints.</param>
internal sealed record DocumentSnippet(int Line, string Command, string Output)
{
    private const string Block = @"^```(\w+)\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?";

    private static readonly Dictionary<string, string> Extensions =
        new() { ["csharp"] = ".csx", ["python"] = ".py", ["javascript"] = ".mjs" };

    /// <summary>
    /// The snippets in their order: blocks of code, with the block of text that follows as their output; and in blocks of <c>console</c>
    /// every line that begins with <c>$</c>, with the output below it.
    /// </summary>
    /// <param name="document">The text.</param>
    /// <param name="folder">Where to put blocks of code, as files.</param>
    public static IEnumerable<DocumentSnippet> Read(string document, string folder)
    {
        foreach (Match block in Regex.Matches(document, Block, RegexOptions.Multiline | RegexOptions.Singleline))
        {
            int line = document.AsSpan(0, block.Index).Count('\n') + 1;
            string language = block.Groups[1].Value, content = block.Groups[2].Value;
            if (language == "console")
            {
                foreach (var snippet in Transcript(line, content)) yield return snippet;
            }
            else if (Extensions.TryGetValue(language, out string? extension))
            {
                string file = Path.Combine(folder, $"line{line}{extension}");
                File.WriteAllText(file, AsScript(content));
                yield return new DocumentSnippet(line, $"nws run {file}", block.Groups[3].Value);
            }
        }
    }

    private static IEnumerable<DocumentSnippet> Transcript(int line, string content)
    {
        foreach (Match entry in Regex.Matches(content, @"^\$ (?:\./)?(.*)\n((?:(?!\$ ).*\n)*)", RegexOptions.Multiline))
            yield return new DocumentSnippet(line, entry.Groups[1].Value, entry.Groups[2].Value);
    }

    // A program that hosts a server refers to it in its project, and disposes of it at its end; a script has no project, and no `await using`
    // outside functions.
    private static string AsScript(string code)
    {
        if (!code.Contains("using Nws.Server;", StringComparison.Ordinal)) return code;
        var statements = code.Split('\n').ToLookup(line => !line.StartsWith("using ", StringComparison.Ordinal));
        string[] script =
        [
            $"#r \"{Path.Combine(AppContext.BaseDirectory, "Nws.Server.dll")}\"",
            .. statements[false],
            "async Task ProgramAsync() {",
            .. statements[true],
            "}",
            "await ProgramAsync();",
        ];
        return string.Join('\n', script);
    }
}
