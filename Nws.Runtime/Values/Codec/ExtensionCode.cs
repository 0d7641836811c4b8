namespace Nws.Values;

/// <summary>The extension types, as VALUES.md numbers them.</summary>
internal static class ExtensionCode
{
    internal const sbyte Timestamp = -1;
    internal const sbyte BigInteger = 1;
    internal const sbyte Decimal = 2;
    internal const sbyte Tuple = 3;
    internal const sbyte Set = 4;
    internal const sbyte OffsetDateTime = 5;
    internal const sbyte NaiveDateTime = 6;
    internal const sbyte Duration = 7;
    internal const sbyte Uuid = 8;
    internal const sbyte Complex = 9;
    internal const sbyte NumericArray = 10;
    internal const sbyte Error = 11;
}
