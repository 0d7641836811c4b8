using System.Globalization;

namespace Nws.Server.Engine;

/// <summary>
/// A name with a place for a number: <c>%d</c>, or <c>%0Nd</c> to pad the number with zeros to N digits. Not a format string: nothing
/// else is expanded.
/// </summary>
internal readonly record struct NameTemplate(string Prefix, int Width, string Suffix)
{
    public const int MaxWidth = 20;
    public const string Default = "__ws__%d";

    public static bool TryParse(string text, out NameTemplate template)
    {
        template = default;
        var percent = text.IndexOf('%', StringComparison.Ordinal);
        if (percent < 0 || text.LastIndexOf('%') != percent) return false;
        var end = text.IndexOf('d', percent);
        if (end < 0 || !TryParseWidth(text.AsSpan(percent + 1, end - percent - 1), out var width)) return false;
        template = new NameTemplate(text[..percent], width, text[(end + 1)..]);
        return true;
    }

    public string Expand(long number) => Prefix + number.ToString("D" + Width, CultureInfo.InvariantCulture) + Suffix;

    /// <summary>Nothing, or a zero and one or two digits.</summary>
    private static bool TryParseWidth(ReadOnlySpan<char> text, out int width)
    {
        width = 0;
        if (text.IsEmpty) return true;
        return text.Length <= 3 && text[0] == '0'
            && int.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out width)
            && width is >= 1 and <= MaxWidth;
    }
}
