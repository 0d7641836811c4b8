using System.Numerics;

namespace Nws.Values;

/// <summary>What there is to know about each <see cref="NwsElementType"/>.</summary>
internal sealed record ElementType(NwsElementType Type, string Code, int Size, Type? ClrType)
{
    private static readonly ElementType[] All =
    [
        new(NwsElementType.Bool, "b1", 1, typeof(bool)),
        new(NwsElementType.Int8, "i1", 1, typeof(sbyte)),
        new(NwsElementType.Int16, "i2", 2, typeof(short)),
        new(NwsElementType.Int32, "i4", 4, typeof(int)),
        new(NwsElementType.Int64, "i8", 8, typeof(long)),
        new(NwsElementType.UInt8, "u1", 1, typeof(byte)),
        new(NwsElementType.UInt16, "u2", 2, typeof(ushort)),
        new(NwsElementType.UInt32, "u4", 4, typeof(uint)),
        new(NwsElementType.UInt64, "u8", 8, typeof(ulong)),
        new(NwsElementType.Float16, "f2", 2, typeof(Half)),
        new(NwsElementType.Float32, "f4", 4, typeof(float)),
        new(NwsElementType.Float64, "f8", 8, typeof(double)),
        new(NwsElementType.Complex64, "c8", 8, null),
        new(NwsElementType.Complex128, "c16", 16, typeof(Complex)),
    ];

    private static readonly Dictionary<string, ElementType> ByCode = All.ToDictionary(type => type.Code);
    private static readonly Dictionary<Type, ElementType> ByClrType =
        All.Where(type => type.ClrType is not null).ToDictionary(type => type.ClrType!);

    internal static ElementType Of(NwsElementType type) => (int)type < All.Length
        ? All[(int)type]
        : throw new ArgumentOutOfRangeException(nameof(type), type, "not an element type");

    internal static ElementType? WithCode(string code) => ByCode.GetValueOrDefault(code);

    internal static ElementType? OfClr(Type type) => ByClrType.GetValueOrDefault(type);

    /// <summary>The width in bytes of the floats the elements consist of; 0 if they consist of none.</summary>
    internal int FloatSize => Type switch
    {
        NwsElementType.Float16 => 2,
        NwsElementType.Float32 or NwsElementType.Complex64 => 4,
        NwsElementType.Float64 or NwsElementType.Complex128 => 8,
        _ => 0,
    };
}
