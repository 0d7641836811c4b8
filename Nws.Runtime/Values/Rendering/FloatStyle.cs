using System.Globalization;

namespace Nws.Values;

/// <summary>How a language writes floats: always with the fewest digits that give the float back, but laid out differently.</summary>
/// <param name="PlainFrom">The smallest power of ten written without an exponent.</param>
/// <param name="PlainTo">The largest power of ten written without an exponent.</param>
/// <param name="WholeSuffix">What follows a number without a fraction: <c>.0</c> or nothing.</param>
/// <param name="ExponentMark"><c>e</c> or <c>E</c>.</param>
/// <param name="ExponentDigits">How many digits an exponent has at least.</param>
/// <param name="NotANumber">NaN.</param>
/// <param name="Infinity">Infinity.</param>
internal sealed record FloatStyle(
    int PlainFrom, int PlainTo, string WholeSuffix, char ExponentMark, int ExponentDigits, string NotANumber, string Infinity)
{
    internal static readonly FloatStyle CSharp = new(-5, 14, ".0", 'E', 2, "NaN", "Infinity");
    internal static readonly FloatStyle Python = new(-4, 15, ".0", 'e', 2, "nan", "inf");
    internal static readonly FloatStyle JavaScript = new(-6, 20, "", 'e', 1, "NaN", "Infinity");
    internal static readonly FloatStyle Json = Python with { NotANumber = "\"NaN\"", Infinity = "\"Infinity\"" };

    /// <summary>Writes a <see cref="Half"/>, <see cref="float"/> or <see cref="double"/>.</summary>
    internal string Write<T>(T number)
        where T : IFormattable
    {
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        string sign = text[0] == '-' ? "-" : "";
        return text[sign.Length..] switch
        {
            "NaN" => NotANumber,
            "Infinity" => Infinity[0] == '"' ? $"\"{sign}{Infinity[1..]}" : sign + Infinity,
            var magnitude => sign + LayOut(magnitude),
        };
    }

    private string LayOut(string magnitude)
    {
        (string digits, int power) = TakeApart(magnitude);
        if (power < PlainFrom || power > PlainTo)
        {
            string fraction = digits.Length > 1 ? "." + digits[1..] : "";
            string exponent = Math.Abs(power).ToString(CultureInfo.InvariantCulture).PadLeft(ExponentDigits, '0');
            return $"{digits[0]}{fraction}{ExponentMark}{(power < 0 ? '-' : '+')}{exponent}";
        }
        if (power < 0)
            return "0." + new string('0', -power - 1) + digits;
        return digits.Length > power + 1
            ? $"{digits[..(power + 1)]}.{digits[(power + 1)..]}"
            : digits.PadRight(power + 1, '0') + WholeSuffix;
    }

    /// <returns>The digits without leading and trailing zeros, and the power of ten of the first.</returns>
    private static (string Digits, int Power) TakeApart(string magnitude)
    {
        int mark = magnitude.IndexOf('E', StringComparison.Ordinal);
        int exponent = mark < 0 ? 0 : int.Parse(magnitude.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string number = mark < 0 ? magnitude : magnitude[..mark];
        int point = number.IndexOf('.', StringComparison.Ordinal);
        int whole = point < 0 ? number.Length : point;
        string digits = number.Replace(".", "", StringComparison.Ordinal);
        int zeros = digits.Length - digits.TrimStart('0').Length;
        string significant = digits.Trim('0');
        return significant.Length == 0 ? ("0", 0) : (significant, exponent + whole - 1 - zeros);
    }
}
