using Nws.Benchmarks.Load;

namespace Nws.Benchmarks.Farm;

/// <summary>One contender's throughput.</summary>
/// <param name="Contender">Its name.</param>
/// <param name="Measurement"><c>single</c>: every element a task; <c>automatic</c>: grouped as the contender does by itself.</param>
/// <param name="PerSecond">Median of elements per second.</param>
/// <param name="ToPool">Median over the rounds of the ratio to multiprocessing.Pool doing the same in the same round.</param>
internal sealed record FarmRow(string Contender, string Measurement, double PerSecond, double ToPool);

/// <summary>Elements that do nothing, over two local workers: Nws in three languages, and what its users would take instead, by turns within every round.</summary>
internal sealed class FarmComparison(string nwsCommand, int rounds)
{
    private const string Pool = "multiprocessing.Pool";
    private const double SecondsPerMeasurement = 1;
    private const int FirstCount = 500;

    // Debian's, for which python3-distributed is made; the tasks of Nws run in the same.
    private static readonly string Python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    private static readonly string[] Measurements = ["single", "automatic"];

    private static readonly (string Name, string Command, string Program)[] Programs =
    [
        ("nws, Python", "nws", "nws_python.py"),
        ("nws, JavaScript", "nws", "nws_javascript.mjs"),
        ("nws, C#", "nws", "nws_csharp.csx"),
        (Pool, Python, "pool.py"),
        ("ProcessPoolExecutor", Python, "executor.py"),
        ("dask.distributed", Python, "distributed_cluster.py"),
        ("R parallel", "Rscript", "parallel.R"),
    ];

    /// <summary>Measures whoever can be had here; who cannot is reported.</summary>
    public async Task<IReadOnlyList<FarmRow>> RunAsync(Action<string> report)
    {
        using var server = await ServerProcess.StartAsync(nwsCommand, port => ["serve", "--port", $"{port}", "--web-port", "0"]);
        var contenders = new Dictionary<string, Contender>();
        try
        {
            foreach (var (name, command, program) in Programs)
            {
                try
                {
                    contenders[name] = await StartAsync(name, command, program, server.Port);
                }
                catch (Exception fault) when (fault is InvalidOperationException or System.ComponentModel.Win32Exception)
                {
                    report($"{name} is left out: {fault.Message}");
                }
            }
            var rows = new List<FarmRow>();
            foreach (string measurement in Measurements) rows.AddRange(await MeasureAsync(measurement, contenders, report));
            return rows;
        }
        finally
        {
            foreach (var contender in contenders.Values) contender.Dispose();
        }
    }

    private Task<Contender> StartAsync(string name, string command, string program, int port)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Farm", "Contenders", program);
        var environment = new Dictionary<string, string?>
        {
            ["NWS_SERVER"] = $"127.0.0.1:{port}",
            ["NWS_CLI"] = nwsCommand,
            ["NWS_PYTHON"] = Python,
            ["PYTHONDONTWRITEBYTECODE"] = "1",
        };
        return command == "nws" ? Contender.StartAsync(name, nwsCommand, ["run", path], environment) : Contender.StartAsync(name, command, [path], environment);
    }

    private async Task<IEnumerable<FarmRow>> MeasureAsync(string measurement, Dictionary<string, Contender> contenders, Action<string> report)
    {
        var counts = new Dictionary<string, int>();
        foreach (var (name, contender) in contenders)
        {
            if (await FindCountAsync(contender, measurement) is { } count) counts[name] = count;
        }
        var speeds = counts.Keys.ToDictionary(name => name, _ => new List<double>());
        for (int round = 0; round < rounds; round++)
        {
            foreach (var (name, count) in counts)
            {
                speeds[name].Add(await contenders[name].MeasureAsync(measurement, count) ?? throw new InvalidOperationException($"{name} has lost its measurement."));
            }
            report($"{measurement}, round {round + 1}: {string.Join("; ", speeds.Select(speed => $"{speed.Key} {speed.Value[^1]:n0}/s"))}");
        }
        return counts.Keys.Select(name => new FarmRow(
            name, measurement, Figures.Median(speeds[name]), Figures.Median(speeds[name].Zip(speeds[Pool], (mine, pool) => mine / pool))));
    }

    /// <summary>How many elements take about a second, found by runs that grow: a short one shows mostly how a call begins. Null if the contender does not have the measurement.</summary>
    private static async Task<int?> FindCountAsync(Contender contender, string measurement)
    {
        // The first call may start things.
        await contender.MeasureAsync(measurement, FirstCount);
        for (int count = FirstCount; ;)
        {
            if (await contender.MeasureAsync(measurement, count) is not { } speed) return null;
            if (count / speed > SecondsPerMeasurement / 2) return count;
            count = (int)Math.Min(10.0 * count, speed * SecondsPerMeasurement);
        }
    }
}
