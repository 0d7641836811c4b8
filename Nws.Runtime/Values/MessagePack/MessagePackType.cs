namespace Nws.Values;

/// <summary>What the next element in encoded bytes is, all its encodings taken together.</summary>
internal enum MessagePackType : byte
{
    Nil,
    Bool,
    Integer,
    Float32,
    Float64,
    Text,
    Bytes,
    Array,
    Map,
    Extension,
}
