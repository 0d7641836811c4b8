namespace Nws.Benchmarks.Farm;

/// <summary>Elements of known cost.</summary>
/// <param name="Name">What kind.</param>
/// <param name="Microseconds">How long each element computes.</param>
internal sealed record Workload(string Name, double[] Microseconds)
{
    private const double Total = 2e6; // a second on each of two workers
    private const int Most = 200_000;

    public static IReadOnlyList<Workload> All { get; } =
    [
        Equal("1 us", 1), Equal("10 us", 10), Equal("100 us", 100), Equal("1 ms", 1e3), Equal("10 ms", 1e4), Equal("100 ms", 1e5), Equal("1 s", 1e6, atLeast: 8),
        Ascending("from 0 to 2 ms", 2e3), Skewed("most short, a few long (Pareto)"), Late("10 us, the last ten 100 ms"),
    ];

    private static Workload Equal(string name, double cost, int atLeast = 1) =>
        new(name, [.. Enumerable.Repeat(cost, Math.Clamp((int)(Total / cost), atLeast, Most))]);

    private static Workload Ascending(string name, double longest)
    {
        int count = (int)(2 * Total / longest);
        return new(name, [.. Enumerable.Range(0, count).Select(i => longest * i / count)]);
    }

    private static Workload Skewed(string name)
    {
        var random = new Random(1);
        return new(name, [.. Enumerable.Range(0, 4000).Select(_ => Math.Min(150 * Math.Pow(1 - random.NextDouble(), -1 / 1.2), 2e5))]);
    }

    private static Workload Late(string name) => new(name, [.. Enumerable.Repeat(10.0, 50_000), .. Enumerable.Repeat(1e5, 10)]);
}
