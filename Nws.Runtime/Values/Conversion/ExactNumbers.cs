using System.Globalization;
using System.Numerics;

namespace Nws.Values;

/// <summary>Numbers of any kind as other numbers, if they lose nothing by it.</summary>
internal static class ExactNumbers
{
    /// <summary>Decimals with more zeros than this are not written out as integers: a text of ten bytes could take all memory.</summary>
    private const long LargestExponent = 10_000;

    private const int DecimalScaleLimit = 28;
    private const int MantissaBits = 52;
    private const int ExponentBias = 1075;
    private static readonly BigInteger DecimalMantissaLimit = BigInteger.One << 96;

    /// <summary>An integer, or a float or decimal without a fraction.</summary>
    internal static bool TryGetInteger(NwsValue value, out BigInteger number)
    {
        number = BigInteger.Zero;
        switch (value.Kind)
        {
            case NwsValueKind.Integer:
                number = IntegerOf(value);
                return true;
            case NwsValueKind.Float64 or NwsValueKind.Float32:
                double real = FloatOf(value);
                bool isWhole = double.IsInteger(real);
                number = isWhole ? new BigInteger(real) : number;
                return isWhole;
            case NwsValueKind.Decimal: return TryGetScaled(value, out number, out long exponent) && TryShift(ref number, exponent);
            default: return false;
        }
    }

    internal static bool TryGetFloat64(NwsValue value, out double number)
    {
        number = 0;
        switch (value.Kind)
        {
            case NwsValueKind.Float64 or NwsValueKind.Float32:
                number = FloatOf(value);
                return true;
            case NwsValueKind.Integer:
                BigInteger integer = IntegerOf(value);
                number = (double)integer;
                return double.IsFinite(number) && new BigInteger(number) == integer;
            case NwsValueKind.Decimal:
                string text = (string)value.Content!;
                if (text is "NaN" or "Infinity" or "-Infinity")
                {
                    number = text == "NaN" ? double.NaN : text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
                    return true;
                }
                number = text == "sNaN" ? double.NaN : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
                return TryGetScaled(value, out BigInteger mantissa, out long exponent) && IsExactly(number, mantissa, exponent);
            default: return false;
        }
    }

    internal static bool TryGetDecimal(NwsValue value, out decimal number)
    {
        number = 0;
        switch (value.Kind)
        {
            case NwsValueKind.Decimal:
                return TryGetScaled(value, out BigInteger mantissa, out long exponent)
                    && TryMakeDecimal(mantissa, exponent, IsNegative(value), out number);
            case NwsValueKind.Integer: return TryMakeDecimal(IntegerOf(value), 0, negativeZero: false, out number);
            case NwsValueKind.Float64 or NwsValueKind.Float32:
                double real = FloatOf(value);
                if (!double.IsFinite(real))
                    return false;
                (BigInteger odd, int power) = Decompose(real);
                if (power >= 0)
                    return TryMakeDecimal(odd << power, 0, double.IsNegative(real), out number);
                if (power < -DecimalScaleLimit)
                    return false;
                return TryMakeDecimal(odd * BigInteger.Pow(5, -power), power, negativeZero: false, out number);
            default: return false;
        }
    }

    /// <summary>The number of an integer of any size.</summary>
    internal static BigInteger IntegerOf(NwsValue value) => value.Content is BigInteger large ? large : value.Bits;

    /// <summary>The number of a float of either width.</summary>
    internal static double FloatOf(NwsValue value) => value.Kind == NwsValueKind.Float32
        ? BitConverter.Int32BitsToSingle((int)value.Bits)
        : BitConverter.Int64BitsToDouble(value.Bits);

    private static bool IsNegative(NwsValue value) => ((string)value.Content!)[0] == '-';

    /// <summary>A finite decimal as mantissa · 10^exponent; the exponent is within reach of integers.</summary>
    private static bool TryGetScaled(NwsValue value, out BigInteger mantissa, out long exponent)
    {
        mantissa = BigInteger.Zero;
        if (!DecimalText.TryParse((string)value.Content!, out bool negative, out string digits, out exponent))
            return false;
        string significant = digits.TrimEnd('0');
        if (significant.Length == 0)
        {
            exponent = Math.Clamp(exponent, -DecimalScaleLimit, 0);
            return true;
        }
        if (digits.Length > LargestExponent || Math.Abs(exponent) > LargestExponent)
            return false;
        mantissa = BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        mantissa = negative ? -mantissa : mantissa;
        return true;
    }

    private static bool TryShift(ref BigInteger number, long exponent)
    {
        BigInteger power = BigInteger.Pow(10, (int)Math.Abs(exponent));
        if (exponent >= 0)
        {
            number *= power;
            return true;
        }
        number = BigInteger.DivRem(number, power, out BigInteger rest);
        return rest.IsZero;
    }

    private static bool TryMakeDecimal(BigInteger mantissa, long exponent, bool negativeZero, out decimal number)
    {
        number = 0;
        while (exponent < -DecimalScaleLimit && TryShiftOnce(ref mantissa))
            exponent++;
        if (exponent is < -DecimalScaleLimit or > DecimalScaleLimit)
            return false;
        if (exponent > 0)
            mantissa *= BigInteger.Pow(10, (int)exponent);
        BigInteger magnitude = BigInteger.Abs(mantissa);
        if (magnitude >= DecimalMantissaLimit)
            return false;
        var bits = (UInt128)magnitude;
        bool negative = mantissa.Sign < 0 || (mantissa.IsZero && negativeZero);
        number = new decimal((int)(uint)bits, (int)(uint)(bits >> 32), (int)(uint)(bits >> 64), negative, (byte)Math.Max(-exponent, 0));
        return true;
    }

    private static bool TryShiftOnce(ref BigInteger mantissa)
    {
        BigInteger quotient = BigInteger.DivRem(mantissa, 10, out BigInteger rest);
        mantissa = rest.IsZero ? quotient : mantissa;
        return rest.IsZero;
    }

    private static bool IsExactly(double number, BigInteger mantissa, long exponent)
    {
        if (!double.IsFinite(number))
            return false;
        (BigInteger left, int power) = Decompose(number);
        BigInteger right = mantissa * BigInteger.Pow(10, (int)Math.Max(exponent, 0)) * BigInteger.Pow(2, Math.Max(-power, 0));
        left *= BigInteger.Pow(2, Math.Max(power, 0)) * BigInteger.Pow(10, (int)Math.Max(-exponent, 0));
        return left == right;
    }

    /// <summary>A finite float as odd · 2^power.</summary>
    private static (BigInteger Odd, int Power) Decompose(double number)
    {
        long bits = BitConverter.DoubleToInt64Bits(number);
        int exponent = (int)(bits >> MantissaBits) & 0x7ff;
        long mantissa = bits & ((1L << MantissaBits) - 1);
        mantissa = exponent == 0 ? mantissa : mantissa | 1L << MantissaBits;
        if (mantissa == 0)
            return (BigInteger.Zero, 0);
        int zeros = BitOperations.TrailingZeroCount(mantissa);
        mantissa >>= zeros;
        return (bits < 0 ? -mantissa : mantissa, Math.Max(exponent, 1) - ExponentBias + zeros);
    }
}
