using System.Runtime.InteropServices;

namespace Nws.Values;

/// <summary>Floats compared by their bits, all NaNs being equal.</summary>
internal static class FloatBits
{
    /// <summary>The one NaN that is written for all.</summary>
    internal static double OneNaN(double value) => double.IsNaN(value) ? BitConverter.UInt64BitsToDouble(0x7ff8_0000_0000_0000) : value;

    /// <inheritdoc cref="OneNaN(double)"/>
    internal static float OneNaN(float value) => float.IsNaN(value) ? BitConverter.UInt32BitsToSingle(0x7fc0_0000) : value;

    /// <summary>Whether two rows of floats of that many bytes each are equal; false for bytes that are no floats.</summary>
    internal static bool Equal(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, int floatSize)
    {
        if (floatSize == 0 || left.Length != right.Length)
            return false;
        for (int at = 0; at < left.Length; at += floatSize)
        {
            if (BitsOf(left[at..], floatSize) != BitsOf(right[at..], floatSize))
                return false;
        }
        return true;
    }

    /// <summary>Adds a row of floats to a hash.</summary>
    internal static void AddTo(ref HashCode hash, ReadOnlySpan<byte> floats, int floatSize)
    {
        for (int at = 0; at < floats.Length; at += floatSize)
        {
            long bits = BitsOf(floats[at..], floatSize);
            hash.Add((int)bits);
            hash.Add((int)(bits >> 32));
        }
    }

    private static long BitsOf(ReadOnlySpan<byte> bytes, int floatSize) => BitConverter.DoubleToInt64Bits(OneNaN(floatSize switch
    {
        2 => (double)MemoryMarshal.Read<Half>(bytes),
        4 => MemoryMarshal.Read<float>(bytes),
        _ => MemoryMarshal.Read<double>(bytes),
    }));
}
