using System.Globalization;

namespace Nws.Values;

/// <summary>
/// The one text of a decimal: that of the General Decimal Arithmetic specification ("to-scientific-string"), which is also Python's. Equal
/// decimals, trailing zeros included, so have equal texts whoever wrote them.
/// </summary>
internal static class DecimalText
{
    private const int LongestExponent = 18;
    private const long LargestExponent = 999_999_999_999_999_999;
    private const int SmallestPlainExponent = -6;

    /// <summary>Brings <paramref name="text"/> into its one form; null if it is no decimal, or has an exponent of more than 18 digits.</summary>
    internal static string? Normalize(string text)
    {
        if (text is "NaN" or "sNaN" or "Infinity" or "-Infinity")
            return text;
        if (!TryParse(text, out bool negative, out string digits, out long exponent))
            return null;
        return Math.Abs(exponent + digits.Length - 1) <= LargestExponent ? Compose(negative, digits, exponent) : null;
    }

    internal static string FromDecimal(decimal value)
    {
        string text = value.ToString(CultureInfo.InvariantCulture);
        bool negativeZero = value == 0 && decimal.IsNegative(value) && text[0] != '-';
        return Normalize(negativeZero ? "-" + text : text)!;
    }

    /// <summary>Takes a finite decimal apart: the number is ±<paramref name="digits"/> · 10^<paramref name="exponent"/>.</summary>
    internal static bool TryParse(string text, out bool negative, out string digits, out long exponent)
    {
        negative = text.StartsWith('-');
        digits = "";
        exponent = 0;
        ReadOnlySpan<char> rest = text.AsSpan(negative ? 1 : 0);
        int mark = rest.IndexOf('E');
        if (mark >= 0 && !TryParseExponent(rest[(mark + 1)..], out exponent))
            return false;
        ReadOnlySpan<char> number = mark >= 0 ? rest[..mark] : rest;
        int point = number.IndexOf('.');
        ReadOnlySpan<char> whole = point >= 0 ? number[..point] : number;
        ReadOnlySpan<char> fraction = point >= 0 ? number[(point + 1)..] : [];
        if (!IsDigits(whole) || (point >= 0 && !IsDigits(fraction)))
            return false;
        exponent -= fraction.Length;
        digits = string.Concat(whole, fraction).TrimStart('0');
        if (digits.Length == 0)
            digits = "0";
        return true;
    }

    private static bool TryParseExponent(ReadOnlySpan<char> text, out long exponent)
    {
        exponent = 0;
        ReadOnlySpan<char> digits = text.Length > 0 && text[0] is '+' or '-' ? text[1..] : text;
        return digits.Length <= LongestExponent && IsDigits(digits)
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent);
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');

    private static string Compose(bool negative, string digits, long exponent)
    {
        string sign = negative ? "-" : "";
        long adjusted = exponent + digits.Length - 1;
        if (exponent > 0 || adjusted < SmallestPlainExponent)
        {
            string fraction = digits.Length > 1 ? "." + digits[1..] : "";
            string exponentSign = adjusted < 0 ? "-" : "+";
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}{fraction}E{exponentSign}{Math.Abs(adjusted)}");
        }
        if (exponent == 0)
            return sign + digits;
        digits = digits.PadLeft((int)-exponent + 1, '0');
        int point = digits.Length + (int)exponent;
        return $"{sign}{digits[..point]}.{digits[point..]}";
    }
}
