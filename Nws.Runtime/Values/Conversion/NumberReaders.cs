using System.Numerics;

namespace Nws.Values;

/// <summary>How values become numbers of C#: the same number or none.</summary>
internal static class NumberReaders
{
    internal static object ReadInteger<T>(NwsValue value, ClrReader reader)
        where T : IBinaryInteger<T>
    {
        if (value is { Kind: NwsValueKind.Integer, Content: null })
        {
            var small = T.CreateSaturating(value.Bits);
            if (long.CreateSaturating(small) == value.Bits)
                return small;
        }
        else if (ExactNumbers.TryGetInteger(value, out BigInteger number))
        {
            var large = T.CreateSaturating(number);
            if (BigInteger.CreateChecked(large) == number)
                return large;
        }
        throw Inexact(value, typeof(T), reader);
    }

    internal static object ReadFloat<T>(NwsValue value, ClrReader reader)
        where T : IFloatingPoint<T>
    {
        if (ExactNumbers.TryGetFloat64(value, out double number))
        {
            var narrow = T.CreateSaturating(number);
            if (double.IsNaN(number) || double.CreateSaturating(narrow) == number)
                return narrow;
        }
        throw Inexact(value, typeof(T), reader);
    }

    internal static object ReadDecimal(NwsValue value, ClrReader reader) =>
        ExactNumbers.TryGetDecimal(value, out decimal number) ? number : throw Inexact(value, typeof(decimal), reader);

    internal static object ReadComplex(NwsValue value, ClrReader reader)
    {
        if (value.Content is Complex complex)
            return complex;
        return ExactNumbers.TryGetFloat64(value, out double real) ? new Complex(real, 0) : throw Inexact(value, typeof(Complex), reader);
    }

    private static NwsValueException Inexact(NwsValue value, Type type, ClrReader reader)
    {
        bool isNumber = value.Kind is NwsValueKind.Integer or NwsValueKind.Float64 or NwsValueKind.Float32 or NwsValueKind.Decimal;
        return reader.Fault(value, type, isNumber ? "the number would not be the same" : null);
    }
}
