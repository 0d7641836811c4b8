namespace Nws.Hosts.Repl.Syntax;

/// <summary>Finds the ends of strings, in all the forms of the languages.</summary>
internal static class StringScanner
{
    private const string PythonPrefixes = "rRbBfFuUtT";

    /// <summary>The string that begins at a place; null if none does.</summary>
    /// <param name="language">The language.</param>
    /// <param name="text">The code.</param>
    /// <param name="start">The place.</param>
    /// <param name="mayBeRegex">Whether a slash would begin a regular expression there.</param>
    internal static Token? Scan(NwsLanguage language, string text, int start, bool mayBeRegex) => language switch
    {
        NwsLanguage.Python => Python(text, start),
        NwsLanguage.JavaScript => JavaScript(text, start, mayBeRegex),
        NwsLanguage.R => R(text, start),
        _ => CSharp(text, start),
    };

    private static Token? Python(string text, int start)
    {
        int quote = start;
        while (quote < text.Length && quote - start < 2 && PythonPrefixes.Contains(text[quote])) quote++;
        if (quote == text.Length || text[quote] is not ('"' or '\'')) return null;
        string closing = new(text[quote], 3);
        bool isLong = text.AsSpan(quote).StartsWith(closing);
        return Escaped(text, start, quote + (isLong ? 3 : 1), isLong ? closing : closing[..1], spansLines: isLong);
    }

    private static Token? JavaScript(string text, int start, bool mayBeRegex) => text[start] switch
    {
        '"' or '\'' => Escaped(text, start, start + 1, text[start..(start + 1)], spansLines: false),
        '`' => Template(text, start),
        '/' when mayBeRegex => Regex(text, start),
        _ => null,
    };

    /// <summary>R's strings span lines. A raw one, <c>r"---(...)---"</c>, may have any brackets, and dashes around them.</summary>
    private static Token? R(string text, int start)
    {
        if (text[start] is '"' or '\'' or '`') return Escaped(text, start, start + 1, text[start..(start + 1)], spansLines: true);
        if (text[start] is not ('r' or 'R') || start + 1 == text.Length || text[start + 1] is not ('"' or '\'')) return null;
        int bracket = start + 2;
        while (bracket < text.Length && text[bracket] == '-') bracket++;
        if (bracket == text.Length || "([{".IndexOf(text[bracket]) is var kind && kind < 0) return null;
        string closing = ")]}"[kind] + text[(start + 2)..bracket] + text[start + 1];
        int end = text.IndexOf(closing, bracket, StringComparison.Ordinal);
        return new Token(TokenKind.Text, start, end < 0 ? text.Length : end + closing.Length, IsOpen: end < 0);
    }

    private static Token? CSharp(string text, int start)
    {
        int quote = start;
        while (quote < text.Length && text[quote] is '$' or '@') quote++;
        if (quote == text.Length || text[quote] is not ('"' or '\'') || text[quote] == '\'' && quote > start) return null;
        int quotes = text.AsSpan(quote).IndexOfAnyExcept('"') is var count && count < 0 ? text.Length - quote : count;
        if (quotes >= 3)
        {
            int end = text.IndexOf(new string('"', quotes), quote + quotes, StringComparison.Ordinal);
            return new Token(TokenKind.Text, start, end < 0 ? text.Length : end + quotes, IsOpen: end < 0);
        }
        return text.AsSpan(start, quote - start).Contains('@') ? Verbatim(text, start, quote + 1) : Escaped(text, start, quote + 1, text[quote..(quote + 1)], spansLines: false);
    }

    private static Token Escaped(string text, int start, int at, string closing, bool spansLines)
    {
        for (; at < text.Length; at++)
        {
            if (text[at] == '\\') at++;
            else if (text[at] == '\n' && !spansLines) return new Token(TokenKind.Text, start, at);
            else if (text.AsSpan(at).StartsWith(closing)) return new Token(TokenKind.Text, start, at + closing.Length);
        }
        return new Token(TokenKind.Text, start, text.Length, IsOpen: spansLines);
    }

    private static Token Verbatim(string text, int start, int at)
    {
        for (; at < text.Length; at++)
        {
            if (text[at] != '"') continue;
            if (at + 1 == text.Length || text[at + 1] != '"') return new Token(TokenKind.Text, start, at + 1);
            at++;
        }
        return new Token(TokenKind.Text, start, text.Length, IsOpen: true);
    }

    private static Token Template(string text, int start)
    {
        int depth = 0;
        for (int at = start + 1; at < text.Length; at++)
        {
            if (text[at] == '\\') at++;
            else if (text[at] == '{' && (depth > 0 || text[at - 1] == '$')) depth++;
            else if (text[at] == '}' && depth > 0) depth--;
            else if (text[at] == '`' && depth == 0) return new Token(TokenKind.Text, start, at + 1);
        }
        return new Token(TokenKind.Text, start, text.Length, IsOpen: true);
    }

    private static Token? Regex(string text, int start)
    {
        bool inClass = false;
        for (int at = start + 1; at < text.Length && text[at] != '\n'; at++)
        {
            if (text[at] == '\\') at++;
            else if (text[at] == '[') inClass = true;
            else if (text[at] == ']') inClass = false;
            else if (text[at] == '/' && !inClass) return new Token(TokenKind.Text, start, at + 1);
        }
        return null;
    }
}
