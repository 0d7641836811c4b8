using System.Globalization;

namespace Nws.Hosts.Repl.Terminal;

/// <summary>A text that is being edited, and where. Every change gives another buffer.</summary>
/// <param name="Text">The text.</param>
/// <param name="Cursor">The place: between characters as people count them.</param>
internal sealed record EditBuffer(string Text, int Cursor)
{
    internal static EditBuffer Empty { get; } = new("", 0);

    /// <summary>The beginning of the line of the cursor.</summary>
    internal int LineStart => Text.LastIndexOf('\n', Math.Max(0, Cursor - 1), Cursor == 0 ? 0 : Cursor) + 1;

    /// <summary>The end of the line of the cursor.</summary>
    internal int LineEnd => Text.IndexOf('\n', Cursor) is var end && end < 0 ? Text.Length : end;

    internal bool IsOnFirstLine => LineStart == 0;

    internal bool IsOnLastLine => LineEnd == Text.Length;

    /// <summary>The line of the cursor up to the cursor.</summary>
    internal string LineBefore => Text[LineStart..Cursor];

    internal EditBuffer Insert(string text) => new(Text.Insert(Cursor, text), Cursor + text.Length);

    /// <summary>Puts a text in the place of what stands between a place and the cursor.</summary>
    internal EditBuffer ReplaceBefore(int start, string text) => new(Text[..start] + text + Text[Cursor..], start + text.Length);

    internal EditBuffer Delete(int from, int to) => new(Text.Remove(from, to - from), from);

    internal EditBuffer MoveTo(int place) => this with { Cursor = place };

    /// <summary>The place one character to the left.</summary>
    internal int Left
    {
        get
        {
            if (Cursor == 0) return 0;
            int start = LineStart == Cursor ? Cursor - 1 : LineStart;
            for (int next = start; next < Cursor; next += StringInfo.GetNextTextElementLength(Text, next)) start = next;
            return start;
        }
    }

    /// <summary>The place one character to the right.</summary>
    internal int Right => Cursor == Text.Length ? Cursor : Cursor + StringInfo.GetNextTextElementLength(Text, Cursor);

    /// <summary>The beginning of the word to the left.</summary>
    internal int WordLeft
    {
        get
        {
            int place = Cursor;
            while (place > 0 && !IsWord(Text[place - 1])) place--;
            while (place > 0 && IsWord(Text[place - 1])) place--;
            return place;
        }
    }

    /// <summary>The end of the word to the right.</summary>
    internal int WordRight
    {
        get
        {
            int place = Cursor;
            while (place < Text.Length && !IsWord(Text[place])) place++;
            while (place < Text.Length && IsWord(Text[place])) place++;
            return place;
        }
    }

    /// <summary>The cursor in the line above, as many characters from its beginning.</summary>
    internal EditBuffer Up() => IsOnFirstLine ? this : ToColumn(MoveTo(LineStart - 1).LineStart);

    /// <summary>The cursor in the line below.</summary>
    internal EditBuffer Down() => IsOnLastLine ? this : ToColumn(LineEnd + 1);

    private EditBuffer ToColumn(int start)
    {
        int place = start;
        int end = MoveTo(start).LineEnd;
        for (int column = new StringInfo(LineBefore).LengthInTextElements; column > 0 && place < end; column--) place += StringInfo.GetNextTextElementLength(Text, place);
        return MoveTo(place);
    }

    private static bool IsWord(char letter) => char.IsLetterOrDigit(letter) || letter == '_' || char.IsSurrogate(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark;
}
