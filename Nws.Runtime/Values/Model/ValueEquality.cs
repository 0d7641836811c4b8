using System.Numerics;

namespace Nws.Values;

/// <summary>Exact equality of values, and hashes that agree with it.</summary>
internal static class ValueEquality
{
    internal static bool AreEqual(NwsValue left, NwsValue right)
    {
        if (ReferenceEquals(left, right))
            return true;
        if (left.Kind != right.Kind || left.Bits != right.Bits)
            return false;
        return (left.Content, right.Content) switch
        {
            (null, null) => true,
            (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
            (Complex a, Complex b) => SameBits(a.Real, b.Real) && SameBits(a.Imaginary, b.Imaginary),
            // Remembered hashes keep the comparison of nested containers linear, however alike hostile ones look.
            (NwsValue[] a, NwsValue[] b) => SameHash(left, right) && a.AsSpan().SequenceEqual(b),
            (KeyedValues a, KeyedValues b) => SameHash(left, right) && HaveSameElements(a, b),
            (ValueMap a, ValueMap b) => SameHash(left, right) && HaveSameEntries(a, b),
            (object a, object b) => a.Equals(b),
            _ => false,
        };
    }

    internal static int Hash(NwsValue value)
    {
        var hash = new HashCode();
        hash.Add(value.Kind);
        Add(ref hash, value.Bits);
        switch (value.Content)
        {
            case byte[] bytes: hash.AddBytes(bytes); break;
            case Guid uuid: hash.AddBytes(uuid.ToByteArray()); break;
            case Moment moment:
                Add(ref hash, moment.Seconds);
                hash.Add(moment.Nanoseconds);
                hash.Add(moment.Offset);
                break;
            case Complex number:
                Add(ref hash, BitConverter.DoubleToInt64Bits(number.Real));
                Add(ref hash, BitConverter.DoubleToInt64Bits(number.Imaginary));
                break;
            case NwsValue[] items:
                foreach (NwsValue item in items)
                    hash.Add(item);
                break;
            case KeyedValues set: hash.Add(SumOfHashes(set.Keys)); break;
            case ValueMap map: hash.Add(SumOfHashes(map)); break;
            default: hash.Add(value.Content); break;
        }
        return hash.ToHashCode();
    }

    // The hash of a long in .NET is half xor half, which hostile keys could all have in common.
    private static void Add(ref HashCode hash, long bits)
    {
        hash.Add((int)bits);
        hash.Add((int)(bits >> 32));
    }

    private static bool SameBits(double left, double right) =>
        BitConverter.DoubleToInt64Bits(left) == BitConverter.DoubleToInt64Bits(right);

    private static bool SameHash(NwsValue left, NwsValue right) => left.GetHashCode() == right.GetHashCode();

    private static bool HaveSameElements(KeyedValues left, KeyedValues right) =>
        left.Keys.Length == right.Keys.Length && Array.TrueForAll(left.Keys, key => right.IndexOf(key) >= 0);

    private static bool HaveSameEntries(ValueMap left, ValueMap right)
    {
        if (left.Count != right.Count)
            return false;
        for (int i = 0; i < left.Count; i++)
        {
            int index = right.Keys.IndexOf(left.Keys.Keys[i]);
            if (index < 0 || !left.Values[i].Equals(right.Values[index]))
                return false;
        }
        return true;
    }

    private static int SumOfHashes(NwsValue[] keys)
    {
        int sum = 0;
        foreach (NwsValue key in keys)
            sum = unchecked(sum + key.GetHashCode());
        return sum;
    }

    private static int SumOfHashes(ValueMap map)
    {
        int sum = 0;
        for (int i = 0; i < map.Count; i++)
            sum = unchecked(sum + HashCode.Combine(map.Keys.Keys[i], map.Values[i]));
        return sum;
    }
}
