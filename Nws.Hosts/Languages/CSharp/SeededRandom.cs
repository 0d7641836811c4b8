using System.Buffers.Binary;
using Nws.Hosts.Languages.KernelEnd;

namespace Nws.Hosts.Languages.CSharp;

/// <summary>Random numbers that a seed of 64 bits determines, on every machine alike. Making one costs nothing, as there is one per element of a map.</summary>
internal sealed class SeededRandom(ulong seed) : Random
{
    private const double Unit = 1.0 / (1L << 53);

    private ulong _state = seed;

    public override int Next() => (int)Below(int.MaxValue);

    public override int Next(int maxValue) => (int)NextInt64(maxValue);

    public override int Next(int minValue, int maxValue) => (int)NextInt64(minValue, maxValue);

    public override long NextInt64() => (long)Below(long.MaxValue);

    public override long NextInt64(long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return maxValue == 0 ? 0 : (long)Below((ulong)maxValue);
    }

    public override long NextInt64(long minValue, long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return minValue == maxValue ? minValue : unchecked(minValue + (long)Below((ulong)maxValue - (ulong)minValue));
    }

    public override double NextDouble() => (NextBits() >> 11) * Unit;

    public override float NextSingle() => (NextBits() >> 40) * (1.0f / (1 << 24));

    public override void NextBytes(byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        NextBytes(buffer.AsSpan());
    }

    public override void NextBytes(Span<byte> buffer)
    {
        Span<byte> bits = stackalloc byte[sizeof(ulong)];
        for (; buffer.Length > 0; buffer = buffer[Math.Min(bits.Length, buffer.Length)..])
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bits, NextBits());
            bits[..Math.Min(bits.Length, buffer.Length)].CopyTo(buffer);
        }
    }

    protected override double Sample() => NextDouble();

    /// <summary>A number from 0 to below <paramref name="bound"/>, each as likely as the others.</summary>
    private ulong Below(ulong bound)
    {
        while (true)
        {
            ulong high = Math.BigMul(NextBits(), bound, out ulong low);
            // Of the numbers that fall on one result there is one too many for some: those are drawn again.
            if (low >= bound || low >= unchecked(0 - bound) % bound) return high;
        }
    }

    private ulong NextBits() => SplitMix.Scramble(_state = unchecked(_state + SplitMix.Step));
}
