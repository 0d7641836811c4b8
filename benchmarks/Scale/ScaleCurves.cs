using System.Diagnostics;
using Nws.Benchmarks.Contenders;
using Nws.Benchmarks.Load;

namespace Nws.Benchmarks.Scale;

/// <summary>One point of a curve.</summary>
/// <param name="What">What there are many of.</param>
/// <param name="Count">How many.</param>
/// <param name="Megabytes">Resident memory of the server.</param>
/// <param name="MedianMicroseconds">Median of a store and a fetch, one after the other, on a connection of its own.</param>
/// <param name="P99Microseconds">Their 99th percentile.</param>
internal sealed record ScalePoint(string What, int Count, double Megabytes, double MedianMicroseconds, double P99Microseconds);

/// <summary>What many connections, variables and values cost: memory, and the latency of a bystander. Each curve has a server of its own.</summary>
internal sealed class ScaleCurves(string nwsCommand)
{
    private const int Probes = 4000;
    private const int ValueSize = 100;
    private const int Batch = 1000;

    private readonly NwsDialect _dialect = new();

    public async Task<IReadOnlyList<ScalePoint>> RunAsync(Action<ScalePoint> report)
    {
        var points = new List<ScalePoint>();
        await CurveAsync("connections, each blocked in a fetch", [0, 100, 1_000, 5_000, 10_000], ConnectAsync);
        await CurveAsync("variables of one value", [0, 1_000, 10_000, 100_000], (server, from, to) => StoreAsync(server, from, to, number => $"variable {number}"));
        await CurveAsync("values of 100 B in one variable", [0, 1_000, 100_000, 1_000_000], (server, from, to) => StoreAsync(server, from, to, _ => "many"));
        return points;

        async Task CurveAsync(string what, int[] counts, Func<ServerProcess, int, int, Task<IReadOnlyList<IDisposable>>> grow)
        {
            using var server = await ServerProcess.StartAsync(nwsCommand, port => ["serve", "--port", $"{port}", "--web-port", "0"]);
            var held = new List<IDisposable>();
            await ProbeAsync(server); // warms up
            foreach (var (count, before) in counts.Zip(counts.Prepend(0)))
            {
                held.AddRange(await grow(server, before, count));
                double[] latencies = await ProbeAsync(server);
                points.Add(new(what, count, server.ResidentBytes() / 1e6, latencies[Probes / 2], latencies[Probes * 99 / 100]));
                report(points[^1]);
            }
            foreach (var connection in held) connection.Dispose();
        }
    }

    private async Task<IReadOnlyList<IDisposable>> ConnectAsync(ServerProcess server, int from, int to)
    {
        var connections = new List<IDisposable>();
        for (int number = from; number < to; number++)
        {
            var connection = await LoadConnection.OpenAsync(server.Port, _dialect);
            await connection.SendAsync(LoadConnection.Build(output => _dialect.WriteBlockingFetch(output, $"nobody stores {number}")));
            connections.Add(connection);
        }
        return connections;
    }

    private async Task<IReadOnlyList<IDisposable>> StoreAsync(ServerProcess server, int from, int to, Func<int, string> variable)
    {
        using var connection = await LoadConnection.OpenAsync(server.Port, _dialect);
        for (int first = from; first < to; first += Batch)
        {
            int end = Math.Min(first + Batch, to);
            await connection.SendAsync(LoadConnection.Build(output =>
            {
                for (int number = first; number < end; number++) _dialect.WriteStore(output, variable(number), new byte[ValueSize]);
            }));
            await connection.ReceiveAsync(end - first);
        }
        return [];
    }

    /// <summary>Latencies in microseconds, sorted.</summary>
    private async Task<double[]> ProbeAsync(ServerProcess server)
    {
        using var connection = await LoadConnection.OpenAsync(server.Port, _dialect);
        var store = LoadConnection.Build(output => _dialect.WriteStore(output, "probe", new byte[ValueSize]));
        var fetch = LoadConnection.Build(output => _dialect.WriteFetch(output, "probe"));
        double[] latencies = new double[Probes];
        for (int i = 0; i < Probes; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await connection.SendAsync(store);
            await connection.ReceiveAsync(1);
            await connection.SendAsync(fetch);
            await connection.ReceiveAsync(1);
            latencies[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }
        Array.Sort(latencies);
        return latencies;
    }
}
