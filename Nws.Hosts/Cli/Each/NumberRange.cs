using System.Globalization;
using System.Text.RegularExpressions;

namespace Nws.Hosts.Cli.Each;

/// <summary>Numbers from one to another: <c>1..1000</c>, <c>1..10..2</c>, <c>0..1..0.25</c>; both ends belong to it.</summary>
/// <remarks>Integers if none of the three numbers has a point or an exponent, else floats, each of which is computed by itself, so that errors do not add up.</remarks>
internal static class NumberRange
{
    private const string Number = @"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?";

    private static readonly Regex Form = new($@"\A(?<from>{Number})\.\.(?<to>{Number})(?:\.\.(?<step>{Number}))?\z");

    /// <summary>Reads a range; null if the text is none.</summary>
    /// <exception cref="FormatException">It is one, but has no end, or a number is too large.</exception>
    public static (IEnumerable<NwsValue> Numbers, long Count)? TryParse(string text)
    {
        if (Form.Match(text) is not { Success: true } match) return null;
        string from = match.Groups["from"].Value, to = match.Groups["to"].Value, step = match.Groups["step"].Value;
        return (from + to + step).AsSpan().IndexOfAny(".eE") < 0 ? Integers(text, from, to, step) : Floats(text, from, to, step);
    }

    private static (IEnumerable<NwsValue>, long) Integers(string text, string from, string to, string step)
    {
        Int128 first = Integer(text, from), last = Integer(text, to), by = step.Length > 0 ? Integer(text, step) : last < first ? -1 : 1;
        Check(text, Int128.Sign(by), Int128.Sign(last - first));
        Int128 count = ((last - first) / by) + 1;
        return (Count((long)first, (long)by, Fitting(text, (double)count)), (long)count);

        static IEnumerable<NwsValue> Count(long first, long by, long count)
        {
            for (long i = 0; i < count; i++) yield return NwsValue.From(first + (i * by));
        }
    }

    private static (IEnumerable<NwsValue>, long) Floats(string text, string from, string to, string step)
    {
        double first = Float(from), last = Float(to), by = step.Length > 0 ? Float(step) : last < first ? -1 : 1;
        Check(text, Math.Sign(by), Math.Sign(last - first));
        // A step such as 0.1 is not exact: the last number counts if it is as good as reached.
        long count = Fitting(text, Math.Floor(((last - first) / by) + 1e-9) + 1);
        return (Count(first, by, count), count);

        static IEnumerable<NwsValue> Count(double first, double by, long count)
        {
            for (long i = 0; i < count; i++) yield return NwsValue.From(first + (i * by));
        }
    }

    private static void Check(string text, int direction, int way)
    {
        if (direction == 0) throw new FormatException($"The range '{text}' has a step of 0, and so no end.");
        if (way != 0 && direction != way) throw new FormatException($"The step of the range '{text}' leads away from its end.");
    }

    private static long Fitting(string text, double count) =>
        count < 1L << 53 ? (long)count : throw new FormatException($"The range '{text}' has more numbers than can be counted.");

    private static long Integer(string text, string number) => long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
        ? value
        : throw new FormatException($"The range '{text}' has a number beyond 64 bits: {number}.");

    private static double Float(string number) => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture);
}
