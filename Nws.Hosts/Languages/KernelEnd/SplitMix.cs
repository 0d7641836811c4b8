namespace Nws.Hosts.Languages.KernelEnd;

/// <summary>The function that makes the random numbers of elements depend on the seed of their job and on their own number alone (docs/kernels.md).</summary>
internal static class SplitMix
{
    internal const ulong Step = 0x9E3779B97F4A7C15;

    /// <summary>The seed of an element.</summary>
    internal static ulong SeedOf(long seed, long element) => Scramble(unchecked((ulong)seed + ((ulong)element + 1) * Step));

    internal static ulong Scramble(ulong z)
    {
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }
}
