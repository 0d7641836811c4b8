using System.Globalization;

namespace Nws.Values;

/// <summary>How a language writes what cannot stand in quotes as it is.</summary>
/// <param name="Named">The characters with an escape of their own.</param>
/// <param name="ControlFormat">The format of the escape of other characters below 256; null if there is no shorter one.</param>
internal sealed record TextEscape(Dictionary<char, string> Named, string? ControlFormat)
{
    internal static readonly TextEscape CSharp = new(
        new() { ['\\'] = "\\\\", ['\n'] = "\\n", ['\r'] = "\\r", ['\t'] = "\\t", ['\0'] = "\\0" }, null);

    internal static readonly TextEscape Python = new(
        new() { ['\\'] = "\\\\", ['\n'] = "\\n", ['\r'] = "\\r", ['\t'] = "\\t" }, "\\x{0:x2}");

    internal static readonly TextEscape JavaScript = new(
        new() { ['\\'] = "\\\\", ['\n'] = "\\n", ['\r'] = "\\r", ['\t'] = "\\t", ['\b'] = "\\b", ['\f'] = "\\f", ['\v'] = "\\v" }, "\\x{0:X2}");

    internal static readonly TextEscape Json = new(
        new() { ['\\'] = "\\\\", ['\n'] = "\\n", ['\r'] = "\\r", ['\t'] = "\\t", ['\b'] = "\\b", ['\f'] = "\\f" }, null);

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
                output.Append(text.AsSpan(i++, 2));
            else
                AppendCharacter(text[i], quote, output);
        }
        output.Append([quote]);
        if (end < text.Length)
            output.AppendElision(text.Length - end);
    }

    private void AppendCharacter(char character, char quote, BoundedText output)
    {
        if (character == quote)
            output.Append(['\\', quote]);
        else if (Named.TryGetValue(character, out string? escape))
            output.Append(escape);
        else if (!IsHidden(character))
            output.Append([character]);
        else if (character < 256 && ControlFormat is not null)
            output.Append(string.Format(CultureInfo.InvariantCulture, ControlFormat, (int)character));
        else
            output.Append($"\\u{(int)character:x4}");
    }

    // Characters a reader would not see, or that would rearrange the line around them.
    private static bool IsHidden(char character) => char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;
}
