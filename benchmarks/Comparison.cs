using Nws.Benchmarks.Contenders;
using Nws.Benchmarks.Load;

namespace Nws.Benchmarks;

/// <summary>One line of the comparison: the same measurement on Nws, on Redis, and where it makes sense on the bare echo.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Unit">Unit of the figures.</param>
/// <param name="HigherIsBetter">Whether Nws wants to be above Redis or below.</param>
/// <param name="Nws">Median over the rounds.</param>
/// <param name="Redis">Median over the rounds.</param>
/// <param name="Echo">Median over the rounds; null where an echo has no such thing.</param>
/// <param name="Ratio">Median over the rounds of Nws divided by Redis in the same round.</param>
internal sealed record Row(string Name, string Unit, bool HigherIsBetter, double Nws, double Redis, double? Echo, double Ratio);

/// <summary>Runs every measurement round by round, one contender after the other, so that a slow moment of the machine hits all alike.</summary>
internal sealed class Comparison(ServerProcess nws, ServerProcess redis, ServerProcess echo, int rounds, TimeSpan duration)
{
    private const int SmallValue = 100;
    private const int LargeValue = 1 << 20;
    private const int WarmUpRounds = 1;

    private readonly NwsDialect _nwsDialect = new();
    private readonly RedisDialect _redisDialect = new();

    public async Task<IReadOnlyList<Row>> RunAsync(Action<Row> report)
    {
        var rows = new List<Row>();
        foreach (var (connections, inFlight) in new[] { (1, 1), (50, 1), (1, 16), (50, 16) })
        {
            string flight = inFlight == 1 ? "" : $", {inFlight} in flight";
            rows.Add(await ThroughputAsync($"store+fetch 100 B, {connections} connection{(connections > 1 ? "s" : "")}{flight}", connections, inFlight));
            report(rows[^1]);
        }
        rows.Add(await MeasureAsync("blocked hand-over, median", "us", false, (port, dialect) => HandOver.MeasureAsync(port, dialect, duration), withEcho: false));
        report(rows[^1]);
        rows.Add(await MeasureAsync("store+fetch 1 MiB", "MiB/s", true, (port, dialect) => new Throughput(1, 1, LargeValue).MeasureAsync(port, dialect, duration), withEcho: false));
        report(rows[^1]);
        rows.Add(await MemoryAsync());
        report(rows[^1]);
        return rows;
    }

    private Task<Row> ThroughputAsync(string name, int connections, int inFlight) => MeasureAsync(
        name, "op/s", true, (port, dialect) => new Throughput(connections, inFlight, SmallValue).MeasureAsync(port, dialect, duration), withEcho: true);

    private async Task<Row> MeasureAsync(string name, string unit, bool higherIsBetter, Func<int, IDialect, Task<double>> measure, bool withEcho)
    {
        var (ours, theirs, floor) = (new List<double>(), new List<double>(), new List<double>());
        for (int round = -WarmUpRounds; round < rounds; round++)
        {
            double mine = await measure(nws.Port, _nwsDialect);
            double other = await measure(redis.Port, _redisDialect);
            double bare = withEcho ? await measure(echo.Port, new EchoDialect(SmallValue)) : 0;
            if (round < 0) continue;
            ours.Add(mine);
            theirs.Add(other);
            floor.Add(bare);
        }
        double ratio = Figures.Median(ours.Zip(theirs, (mine, other) => mine / other));
        return new Row(name, unit, higherIsBetter, Figures.Median(ours), Figures.Median(theirs), withEcho ? Figures.Median(floor) : null, ratio);
    }

    // Once only, and last: a server does not give its memory back between rounds.
    private async Task<Row> MemoryAsync()
    {
        double ours = await Memory.MeasureAsync(nws, _nwsDialect);
        double theirs = await Memory.MeasureAsync(redis, _redisDialect);
        return new Row("memory per stored 100 B value", "B", false, ours, theirs, null, ours / theirs);
    }
}
