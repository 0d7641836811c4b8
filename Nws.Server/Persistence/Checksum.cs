using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Nws.Server.Persistence;

/// <summary>CRC-32C over the columns of a row, in their order. It stands in the row's last column, so that a flipped bit is noticed when the row is read.</summary>
internal struct Checksum()
{
    private uint _crc = uint.MaxValue;

    public readonly long Value => ~_crc;

    public static long Of(long first, long second) => new Checksum().With(first).With(second).Value;

    public Checksum With(long number)
    {
        _crc = BitOperations.Crc32C(_crc, (ulong)number);
        return this;
    }

    /// <summary>Text counts with its length, so that no letter can move from one column to the next.</summary>
    public Checksum With(string text) => With(text.Length).With(MemoryMarshal.AsBytes(text.AsSpan()));

    public Checksum With(ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..]) _crc = BitOperations.Crc32C(_crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte last in bytes) _crc = BitOperations.Crc32C(_crc, last);
        return this;
    }
}
