namespace Nws;

/// <summary>What the elements of a numeric array are. The numbers are frozen.</summary>
public enum NwsElementType : byte
{
    /// <summary>Bool, one byte of 0 or 1.</summary>
    Bool = 0,

    /// <summary>Signed integer of 8 bits.</summary>
    Int8 = 1,

    /// <summary>Signed integer of 16 bits.</summary>
    Int16 = 2,

    /// <summary>Signed integer of 32 bits.</summary>
    Int32 = 3,

    /// <summary>Signed integer of 64 bits.</summary>
    Int64 = 4,

    /// <summary>Unsigned integer of 8 bits.</summary>
    UInt8 = 5,

    /// <summary>Unsigned integer of 16 bits.</summary>
    UInt16 = 6,

    /// <summary>Unsigned integer of 32 bits.</summary>
    UInt32 = 7,

    /// <summary>Unsigned integer of 64 bits.</summary>
    UInt64 = 8,

    /// <summary>Float of 16 bits.</summary>
    Float16 = 9,

    /// <summary>Float of 32 bits.</summary>
    Float32 = 10,

    /// <summary>Float of 64 bits.</summary>
    Float64 = 11,

    /// <summary>Complex number of two 32-bit floats, for which .NET has no type.</summary>
    Complex64 = 12,

    /// <summary>Complex number of two 64-bit floats.</summary>
    Complex128 = 13,
}
