namespace Nws.Benchmarks;

/// <summary>What is made of many figures.</summary>
internal static class Figures
{
    /// <summary>The middle one; of an even number, the upper of the two.</summary>
    public static double Median(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        return sorted[sorted.Length / 2];
    }
}
