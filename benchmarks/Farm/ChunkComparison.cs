using System.Diagnostics;
using Nws.Benchmarks.Load;

namespace Nws.Benchmarks.Farm;

/// <summary>How near the automatic size of tasks comes to the best fixed one.</summary>
/// <param name="Workload">What the elements cost.</param>
/// <param name="BestChunk">The fixed size that was fastest.</param>
/// <param name="BestSeconds">Median of its times.</param>
/// <param name="AutomaticSeconds">Median of the times of the automatic size.</param>
/// <param name="Ratio">Automatic to best; up to 1.1 is the goal.</param>
internal sealed record ChunkRow(string Workload, int BestChunk, double BestSeconds, double AutomaticSeconds, double Ratio);

/// <summary>Runs every workload with many fixed chunk sizes and with the automatic one, by turns within every round, over two local workers.</summary>
internal sealed class ChunkComparison(string nwsCommand, int rounds)
{
    private const string Spin = """
        (double microseconds) =>
        {
            long end = System.Diagnostics.Stopwatch.GetTimestamp() + (long)(microseconds * System.Diagnostics.Stopwatch.Frequency / 1e6);
            while (System.Diagnostics.Stopwatch.GetTimestamp() < end) { }
            return 0;
        }
        """;

    private const int WarmUps = 8;
    private static readonly int[] Sizes = [1, 4, 16, 64, 256, 1024, 4096, 16384];

    public async Task<IReadOnlyList<ChunkRow>> RunAsync(Action<string> report)
    {
        using var server = await ServerProcess.StartAsync(nwsCommand, port => ["serve", "--port", $"{port}", "--web-port", "0"]);
        await using var sleigh = await Sleigh.StartAsync(new SleighOptions { WorkerCount = 2, NwsCommand = nwsCommand, Connection = new NwsConnectionOptions { Endpoint = new("127.0.0.1", server.Port) } });
        // Until then the workers have no kernel for C#, and its compiler, the master and the server run code that is not optimised yet, which is most of what the cheapest elements take.
        for (int call = 0; call < WarmUps; call++) await TimeAsync(sleigh, Workload.All[0], chunkSize: null);
        var rows = new List<ChunkRow>();
        foreach (var workload in Workload.All)
        {
            rows.Add(await MeasureAsync(sleigh, workload));
            report($"{workload.Name}: {rows[^1].Ratio:0.00}");
        }
        return rows;
    }

    private async Task<ChunkRow> MeasureAsync(Sleigh sleigh, Workload workload)
    {
        int?[] sizes = [null, .. Sizes.Where(size => size <= Math.Max(1, workload.Microseconds.Length / 2)).Select(size => (int?)size)];
        var times = sizes.Select(_ => new List<double>()).ToList();
        for (int round = 0; round < rounds; round++)
        {
            // Another is first in every round, so that nobody always follows the same neighbour.
            foreach (int i in Enumerable.Range(round, sizes.Length).Select(place => place % sizes.Length)) times[i].Add(await TimeAsync(sleigh, workload, sizes[i]));
        }
        double[] medians = [.. times.Select(Figures.Median)];
        int best = Enumerable.Range(1, sizes.Length - 1).MinBy(i => medians[i]);
        return new(workload.Name, sizes[best]!.Value, medians[best], medians[0], medians[0] / medians[best]);
    }

    private static async Task<double> TimeAsync(Sleigh sleigh, Workload workload, int? chunkSize)
    {
        long start = Stopwatch.GetTimestamp();
        await sleigh.EachElemAsync(Code.CSharp(Spin, SleighTaskType.Invoke), workload.Microseconds, options: new EachOptions { ChunkSize = chunkSize });
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
