using System.Diagnostics;
using Nws.Benchmarks.Contenders;
using Nws.Benchmarks.Load;

namespace Nws.Benchmarks;

/// <summary>Stores that are on the disk before they are answered: Nws with a data file against Redis with <c>appendfsync always</c>, in the same rounds on the same disk.</summary>
internal sealed class DurableComparison(string nwsCommand, int rounds, TimeSpan duration)
{
    private const int SmallValue = 100;
    private const int WarmUpRounds = 1;

    private readonly NwsDialect _nwsDialect = new();
    private readonly RedisDialect _redisDialect = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nws-bench-");

    public async Task<IReadOnlyList<Row>> RunAsync(Action<Row> report)
    {
        var rows = new List<Row>();
        try
        {
            foreach (int connections in (int[])[50, 1])
            {
                rows.Add(await StoresAsync(connections));
                report(rows[^1]);
            }
            rows.Add(await RestartAsync());
            report(rows[^1]);
            return rows;
        }
        finally
        {
            _folder.Delete(recursive: true);
        }
    }

    private async Task<Row> StoresAsync(int connections)
    {
        using var nws = await StartNwsAsync($"nws{connections}");
        using var redis = await StartRedisAsync($"redis{connections}");
        var load = new Throughput(connections, 1, SmallValue, StoresOnly: true);
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (int round = -WarmUpRounds; round < rounds; round++)
        {
            double mine = await load.MeasureAsync(nws.Port, _nwsDialect, duration);
            double other = await load.MeasureAsync(redis.Port, _redisDialect, duration);
            if (round < 0) continue;
            ours.Add(mine);
            theirs.Add(other);
        }
        double ratio = Figures.Median(ours.Zip(theirs, (mine, other) => mine / other));
        string name = $"durable store 100 B, {connections} connection{(connections > 1 ? "s" : "")}";
        return new Row(name, "op/s", true, Figures.Median(ours), Figures.Median(theirs), null, ratio);
    }

    /// <summary>From starting the process until it answers, with a million values of 100 bytes in its file.</summary>
    private async Task<Row> RestartAsync()
    {
        using (var nws = await StartNwsAsync("nws-million")) await Memory.StoreMillionAsync(nws, _nwsDialect);
        using (var redis = await StartRedisAsync("redis-million")) await Memory.StoreMillionAsync(redis, _redisDialect);
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (int round = 0; round < rounds; round++)
        {
            ours.Add(await TimeAsync(() => StartNwsAsync("nws-million"), _nwsDialect));
            theirs.Add(await TimeAsync(() => StartRedisAsync("redis-million"), _redisDialect));
        }
        double ratio = Figures.Median(ours.Zip(theirs, (mine, other) => mine / other));
        return new Row("restart with a million values of 100 B", "ms", false, Figures.Median(ours), Figures.Median(theirs), null, ratio);
    }

    private static async Task<double> TimeAsync(Func<Task<ServerProcess>> start, IDialect dialect)
    {
        long begin = Stopwatch.GetTimestamp();
        using var server = await start();
        while (!await AnswersAsync(server.Port, dialect)) await Task.Delay(10);
        return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
    }

    private static async Task<bool> AnswersAsync(int port, IDialect dialect)
    {
        try
        {
            using var connection = await LoadConnection.OpenAsync(port, dialect);
            await connection.SendAsync(LoadConnection.Build(output => dialect.WriteFetch(output, "million")));
            await connection.ReceiveAsync(1);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false; // Redis listens before it has read its file, and answers with an error.
        }
    }

    private Task<ServerProcess> StartNwsAsync(string name) =>
        ServerProcess.StartAsync(nwsCommand, port => ["serve", "--port", $"{port}", "--web-port", "0", "--data", Path.Combine(_folder.FullName, name)]);

    private Task<ServerProcess> StartRedisAsync(string name) => ServerProcess.StartAsync(
        "redis-server",
        port => ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "yes", "--appendfsync", "always", "--dir", _folder.CreateSubdirectory(name).FullName]);
}
