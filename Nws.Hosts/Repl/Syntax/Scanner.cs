namespace Nws.Hosts.Repl.Syntax;

/// <summary>Cuts code into tokens, for colours and open ends. It takes anything: what is wrong is the language's own business.</summary>
internal sealed class Scanner
{
    private readonly NwsLanguage _language;
    private readonly string _text;
    private readonly List<Token> _tokens = [];
    private int _at;

    private Scanner(NwsLanguage language, string text) => (_language, _text) = (language, text);

    /// <summary>The tokens of a text, without the space between them.</summary>
    internal static IReadOnlyList<Token> Scan(NwsLanguage language, string text)
    {
        var scanner = new Scanner(language, text);
        while (scanner._at < text.Length) scanner.Next();
        return scanner._tokens;
    }

    /// <summary>How many brackets are open behind the tokens.</summary>
    internal static int Depth(string text, IEnumerable<Token> tokens) => tokens.Where(token => token.Kind == TokenKind.Sign)
        .Aggregate(0, (depth, token) => text[token.Start] switch { '(' or '[' or '{' => depth + 1, ')' or ']' or '}' => Math.Max(0, depth - 1), _ => depth });

    private void Next()
    {
        char first = _text[_at];
        if (char.IsWhiteSpace(first)) _at++;
        else if (Comment() is { } comment) _tokens.Add(comment);
        else if (StringScanner.Scan(_language, _text, _at, MayBeRegex()) is { } text) _tokens.Add(text);
        else if (char.IsAsciiDigit(first)) AddWhile(TokenKind.Number, letter => char.IsLetterOrDigit(letter) || letter is '.' or '_');
        else if (IsLetter(first)) AddWord();
        else _tokens.Add(new Token(TokenKind.Sign, _at, _at + 1));
        if (_tokens.Count > 0) _at = Math.Max(_at, _tokens[^1].End);
    }

    private Token? Comment()
    {
        if (_language is NwsLanguage.Python or NwsLanguage.R) return _text[_at] == '#' ? LineComment() : null;
        if (_text.AsSpan(_at).StartsWith("//")) return LineComment();
        if (!_text.AsSpan(_at).StartsWith("/*")) return null;
        int end = _text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
        return new Token(TokenKind.Comment, _at, end < 0 ? _text.Length : end + 2, IsOpen: end < 0);
    }

    private Token LineComment()
    {
        int end = _text.IndexOf('\n', _at);
        return new Token(TokenKind.Comment, _at, end < 0 ? _text.Length : end);
    }

    /// <summary>A slash begins a regular expression where no value has just ended.</summary>
    private bool MayBeRegex() => _tokens.LastOrDefault(token => token.Kind != TokenKind.Comment) switch
    {
        null or { Kind: TokenKind.Keyword } => true,
        { Kind: TokenKind.Sign } sign => _text[sign.Start] is not (')' or ']' or '}'),
        _ => false,
    };

    private void AddWord()
    {
        int start = _at;
        AddWhile(TokenKind.Name, letter => IsLetter(letter) || char.IsAsciiDigit(letter) || letter == '.' && _language == NwsLanguage.R);
        if (Keywords.Of(_language).Contains(_text[start.._tokens[^1].End])) _tokens[^1] = _tokens[^1] with { Kind = TokenKind.Keyword };
    }

    private void AddWhile(TokenKind kind, Func<char, bool> belongs)
    {
        int end = _at + 1;
        while (end < _text.Length && belongs(_text[end])) end++;
        _tokens.Add(new Token(kind, _at, end));
    }

    private static bool IsLetter(char letter) => char.IsLetter(letter) || letter is '_' or '$' || char.IsSurrogate(letter);
}
