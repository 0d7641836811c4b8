using System.Globalization;
using System.Text;

namespace Nws.Values;

/// <summary>
/// How a language writes what cannot stand in quotes as it is: besides what its grammar forbids, all characters a reader would not see or
/// that would rearrange the line around them, by the rule of Python's <c>str.isprintable</c>.
/// </summary>
/// <param name="Named">The characters with an escape of their own.</param>
/// <param name="ByteFormat">The format of the escape of other characters below 256; null if there is no shorter one.</param>
/// <param name="PairFormat">The format of the escape of characters beyond 65535; null if their surrogates are escaped one by one.</param>
internal sealed record TextEscape(Dictionary<char, string> Named, string? ByteFormat = null, string? PairFormat = null)
{
    internal static readonly TextEscape CSharp = new(
        new Dictionary<char, string> { ['\\'] = @"\\", ['\n'] = @"\n", ['\r'] = @"\r", ['\t'] = @"\t", ['\0'] = @"\0" });

    internal static readonly TextEscape Python = new(
        new Dictionary<char, string> { ['\\'] = @"\\", ['\n'] = @"\n", ['\r'] = @"\r", ['\t'] = @"\t" },
        ByteFormat: @"\x{0:x2}",
        PairFormat: @"\U{0:x8}");

    internal static readonly TextEscape JavaScript = new(
        new Dictionary<char, string>
        {
            ['\\'] = @"\\", ['\n'] = @"\n", ['\r'] = @"\r", ['\t'] = @"\t", ['\b'] = @"\b", ['\f'] = @"\f", ['\v'] = @"\v",
        },
        ByteFormat: @"\x{0:X2}");

    internal static readonly TextEscape Json = new(
        new Dictionary<char, string> { ['\\'] = @"\\", ['\n'] = @"\n", ['\r'] = @"\r", ['\t'] = @"\t", ['\b'] = @"\b", ['\f'] = @"\f" });

    /// <summary>Writes at most <paramref name="limit"/> characters of a text in quotes, then how many are left out.</summary>
    internal void Write(string text, char quote, int limit, BoundedText output)
    {
        int end = Math.Min(text.Length, limit);
        if (end > 0 && end < text.Length && char.IsSurrogatePair(text[end - 1], text[end]))
            end--;
        output.Append([quote]);
        for (int i = 0; i < end && !output.IsFull; i++)
        {
            if (i + 1 < end && char.IsSurrogatePair(text[i], text[i + 1]))
                AppendPair(text.AsSpan(i++, 2), output);
            else
                AppendCharacter(text[i], quote, output);
        }
        output.Append([quote]);
        if (end < text.Length)
            output.AppendElision(text.Length - end);
    }

    private void AppendPair(ReadOnlySpan<char> pair, BoundedText output)
    {
        var rune = new Rune(pair[0], pair[1]);
        if (!IsHidden(Rune.GetUnicodeCategory(rune)))
            output.Append(pair);
        else if (PairFormat is not null)
            output.Append(string.Format(CultureInfo.InvariantCulture, PairFormat, rune.Value));
        else
            output.Append($"\\u{(int)pair[0]:x4}\\u{(int)pair[1]:x4}");
    }

    private void AppendCharacter(char character, char quote, BoundedText output)
    {
        if (character == quote)
            output.Append(['\\', quote]);
        else if (Named.TryGetValue(character, out string? escape))
            output.Append(escape);
        else if (character == ' ' || !IsHidden(char.GetUnicodeCategory(character)))
            output.Append([character]);
        else if (character < 256 && ByteFormat is not null)
            output.Append(string.Format(CultureInfo.InvariantCulture, ByteFormat, (int)character));
        else
            output.Append($"\\u{(int)character:x4}");
    }

    private static bool IsHidden(UnicodeCategory category) => category is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
