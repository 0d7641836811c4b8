namespace Nws.Hosts.Repl.Syntax;

/// <summary>What kind of thing a piece of code is, as far as colours go.</summary>
internal enum TokenKind
{
    /// <summary>An identifier.</summary>
    Name,

    /// <summary>A word of the language.</summary>
    Keyword,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string, a character, a regular expression.</summary>
    Text,

    /// <summary>A comment.</summary>
    Comment,

    /// <summary>One character that is none of these.</summary>
    Sign,
}

/// <summary>A piece of code.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="IsOpen">It may have several lines, and its end is missing.</param>
internal sealed record Token(TokenKind Kind, int Start, int End, bool IsOpen = false);
