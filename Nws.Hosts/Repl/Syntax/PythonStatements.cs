namespace Nws.Hosts.Repl.Syntax;

/// <summary>Statements of Python, by its rules for lines: brackets and long strings go on, a block goes on until an empty line.</summary>
internal static class PythonStatements
{
    private static readonly string[] Continuations = ["else", "elif", "except", "finally"];

    internal static bool AreComplete(string text)
    {
        IReadOnlyList<Token> tokens = Scanner.Scan(NwsLanguage.Python, text);
        return !IsOpen(text, tokens) && (string.IsNullOrWhiteSpace(text[(text.LastIndexOf('\n') + 1)..]) || !EndsInBlock(text, tokens));
    }

    internal static bool EndBefore(string text, string line)
    {
        IReadOnlyList<Token> tokens = Scanner.Scan(NwsLanguage.Python, text);
        if (IsOpen(text, tokens) || string.IsNullOrWhiteSpace(line) || char.IsWhiteSpace(line[0])) return false;
        bool indented = EndsInBlock(text, tokens) && char.IsWhiteSpace(text[LastLogicalLine(text.TrimEnd(), tokens)]);
        return indented && !Array.Exists(Continuations, word => line.StartsWith(word, StringComparison.Ordinal));
    }

    private static bool IsOpen(string text, IReadOnlyList<Token> tokens) =>
        Scanner.Depth(text, tokens) > 0 || tokens is [.., { IsOpen: true }] || text.EndsWith('\\');

    /// <summary>The last line stands in a block, opens one, or decorates what follows.</summary>
    private static bool EndsInBlock(string text, IReadOnlyList<Token> tokens)
    {
        char first = text[LastLogicalLine(text.TrimEnd(), tokens)];
        Token? last = tokens.LastOrDefault(token => token.Kind != TokenKind.Comment);
        return char.IsWhiteSpace(first) || first == '@' || last is not null && text[last.Start..last.End] == ":";
    }

    /// <summary>Where the last line begins that is not the rest of a bracket or of a string.</summary>
    private static int LastLogicalLine(string text, IReadOnlyList<Token> tokens)
    {
        for (int start = text.LastIndexOf('\n') + 1; start > 0; start = text.LastIndexOf('\n', start - 2) + 1)
        {
            bool inside = tokens.Any(token => token.Start < start && token.End > start);
            if (!inside && Scanner.Depth(text, tokens.Where(token => token.End <= start)) == 0) return start;
            if (start < 2) break;
        }
        return 0;
    }
}
