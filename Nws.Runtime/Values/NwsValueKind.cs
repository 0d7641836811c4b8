namespace Nws;

/// <summary>What a value is. The numbers are frozen.</summary>
public enum NwsValueKind : byte
{
    /// <summary>Nothing: C# <c>null</c>, Python <c>None</c>, JavaScript <c>null</c>.</summary>
    Nil = 0,

    /// <summary>True or false.</summary>
    Bool = 1,

    /// <summary>An integer of any size.</summary>
    Integer = 2,

    /// <summary>A floating-point number of 64 bits.</summary>
    Float64 = 3,

    /// <summary>A floating-point number of 32 bits.</summary>
    Float32 = 4,

    /// <summary>A decimal number of any precision, with its trailing zeros.</summary>
    Decimal = 5,

    /// <summary>Text.</summary>
    Text = 6,

    /// <summary>Bytes.</summary>
    Bytes = 7,

    /// <summary>Values in a row.</summary>
    List = 8,

    /// <summary>A fixed group of values.</summary>
    Tuple = 9,

    /// <summary>Values without duplicates; equality does not look at their order.</summary>
    Set = 10,

    /// <summary>Values by key, the keys of any kind; the order is kept, but equality does not look at it.</summary>
    Map = 11,

    /// <summary>A point in time, in UTC.</summary>
    Instant = 12,

    /// <summary>A point in time with the offset of the local clock from UTC.</summary>
    OffsetDateTime = 13,

    /// <summary>What a clock on the wall showed, nobody knows where.</summary>
    NaiveDateTime = 14,

    /// <summary>A length of time, possibly negative.</summary>
    Duration = 15,

    /// <summary>A universally unique identifier.</summary>
    Uuid = 16,

    /// <summary>A complex number of two 64-bit floats.</summary>
    Complex = 17,

    /// <summary>Numbers of one type in a shape of any number of dimensions.</summary>
    NumericArray = 18,

    /// <summary>An error that happened in some language.</summary>
    Error = 19,
}
