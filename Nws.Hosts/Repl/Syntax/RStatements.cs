namespace Nws.Hosts.Repl.Syntax;

/// <summary>Statements of R: brackets and strings go on, and so does what ends in an operator or with the head of a loop, a condition or a function.</summary>
internal static class RStatements
{
    private static readonly string[] Operators = ["+", "-", "*", "/", "^", "=", "<", ">", "&", "|", "~", "!", "?", ":", ",", "$", "@", "%"];

    internal static bool AreComplete(string text)
    {
        List<Token> tokens = [.. Scanner.Scan(NwsLanguage.R, text).Where(token => token.Kind != TokenKind.Comment)];
        if (tokens is not [.., var last]) return true;
        if (last.IsOpen || Scanner.Depth(text, tokens) > 0) return false;
        string word = text[last.Start..last.End];
        return word == ")" ? !EndsInHead(text, tokens) : word == "%" ? EndsNoOperator(text, tokens) : !Operators.Contains(word[^1..]) && word is not ("else" or "repeat" or "function" or "in");
    }

    /// <summary>Whether the last bracket is that of <c>if (...)</c>, <c>while (...)</c>, <c>for (...)</c>, <c>function(...)</c> or <c>\(...)</c>, whose body is missing.</summary>
    private static bool EndsInHead(string text, List<Token> tokens)
    {
        int depth = 0, at = tokens.Count - 1;
        for (; at >= 0; at--)
        {
            if (tokens[at].Kind != TokenKind.Sign) continue;
            depth += text[tokens[at].Start] switch { ')' or ']' or '}' => 1, '(' or '[' or '{' => -1, _ => 0 };
            if (depth == 0) break;
        }
        return at > 0 && text[tokens[at - 1].Start..tokens[at - 1].End] is "if" or "while" or "for" or "function" or "\\";
    }

    /// <summary>Whether the percent sign at the end is no operator such as <c>%in%</c>: it stands alone in its line, which R will complain of.</summary>
    private static bool EndsNoOperator(string text, List<Token> tokens)
    {
        int line = text.LastIndexOf('\n', tokens[^1].Start) + 1;
        return tokens.Count(token => token.Start >= line && text[token.Start] == '%') % 2 != 0;
    }
}
