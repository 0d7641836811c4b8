// Measures Nws against redis-server, and a bare echo as the floor, with one load generator in one run. With the argument `kernels`, `durable`, `farm`, `chunks` or `scale`, measures that instead.
// `benchmarks/run` builds everything and starts this; its options are described there.
using System.Globalization;
using System.Text.Json;
using Nws.Benchmarks;
using Nws.Benchmarks.Farm;
using Nws.Benchmarks.Kernels;
using Nws.Benchmarks.Load;
using Nws.Benchmarks.Scale;
using Spectre.Console;

if (args is ["echo", var echoPort])
{
    await EchoServer.RunAsync(int.Parse(echoPort, CultureInfo.InvariantCulture));
    return;
}

bool isDurable = args.Contains("durable");
string Option(string name, string otherwise) => Array.LastIndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : otherwise;
int rounds = int.Parse(Option("--rounds", "5"), CultureInfo.InvariantCulture);
var duration = TimeSpan.FromSeconds(double.Parse(Option("--seconds", "1.5"), CultureInfo.InvariantCulture));
string nwsCommand = Environment.GetEnvironmentVariable("NWS_CLI") ?? throw new InvalidOperationException("NWS_CLI must name the nws executable; benchmarks/run does.");

if (args.Contains("kernels"))
{
    int turns = int.Parse(Option("--rounds", "20"), CultureInfo.InvariantCulture);
    var maps = await new MapThroughput(nwsCommand, turns).RunAsync();
    using var bare = await ServerProcess.StartAsync(Environment.ProcessPath!, port => ["echo", $"{port}"]);
    var kernels = await new KernelComparison(nwsCommand, bare, turns).RunAsync();
    var figures = new Table().AddColumns("kernel", "1+1, warm (us)", "bare echo (us)", "above echo (us)", "cold start to first value (ms)");
    foreach (var row in kernels)
        figures.AddRow(row.Language, $"{row.WarmMicroseconds:n1}", $"{row.EchoMicroseconds:n1}", $"{row.AboveEchoMicroseconds:n1}", $"{row.ColdMilliseconds:n0}");
    AnsiConsole.Write(figures);
    var speeds = new Table().AddColumns("kernel", "x * x, 1,000 per map (elements/s)", "quickest tenth (elements/s)");
    foreach (var row in maps) speeds.AddRow(Markup.Escape(row.Language), $"{row.ElementsPerSecond:n0}", $"{row.BestElementsPerSecond:n0}");
    AnsiConsole.Write(speeds);
    await File.WriteAllTextAsync(Option("--json", "kernels.json"), JsonSerializer.Serialize(new { kernels, maps }, JsonSerializerOptions.Web));
    return;
}

if (args.Contains("farm"))
{
    await FarmReport.RunAsync(nwsCommand, rounds, Option("--json", "farm.json"));
    return;
}

if (args.Contains("chunks"))
{
    await FarmReport.RunChunksAsync(nwsCommand, rounds, Option("--json", "chunks.json"));
    return;
}

if (args.Contains("scale"))
{
    var points = await new ScaleCurves(nwsCommand).RunAsync(point => Console.Error.WriteLine($"{point.Count:n0} {point.What}"));
    var curves = new Table().AddColumns("there are", "of", "memory of the server (MB)", "store+fetch, median (us)", "99th percentile (us)");
    foreach (var point in points) curves.AddRow($"{point.Count:n0}", point.What, $"{point.Megabytes:n0}", $"{point.MedianMicroseconds:n0}", $"{point.P99Microseconds:n0}");
    AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 140);
    AnsiConsole.Write(curves);
    await File.WriteAllTextAsync(Option("--json", "scale.json"), JsonSerializer.Serialize(points, JsonSerializerOptions.Web));
    return;
}

if (isDurable)
{
    Show(await new DurableComparison(nwsCommand, rounds, duration).RunAsync(Report), withEcho: false);
    return;
}

using var nws = await ServerProcess.StartAsync(nwsCommand, port => ["serve", "--port", $"{port}", "--web-port", "0"]);
using var redis = await ServerProcess.StartAsync("redis-server", port => ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]);
using var echo = await ServerProcess.StartAsync(Environment.ProcessPath!, port => ["echo", $"{port}"]);

Show(await new Comparison(nws, redis, echo, rounds, duration).RunAsync(Report), withEcho: true);

void Report(Row row) => Console.Error.WriteLine($"{row.Name}: {row.Ratio:0.00}");

void Show(IReadOnlyList<Row> rows, bool withEcho)
{
    var table = new Table().AddColumns(withEcho ? ["measurement", "unit", "nws", "redis", "echo", "nws/redis", ""] : ["measurement", "unit", "nws", "redis", "nws/redis", ""]);
    foreach (var row in rows)
    {
        string[] echoText = !withEcho ? [] : row.Echo is { } floor ? [$"{floor:n0}"] : ["-"];
        string direction = row.HigherIsBetter ? "higher is better" : "lower is better";
        table.AddRow([row.Name, row.Unit, $"{row.Nws:n0}", $"{row.Redis:n0}", .. echoText, $"{row.Ratio:0.00}", direction]);
    }
    AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 140);
    AnsiConsole.Write(table);
    File.WriteAllText(Option("--json", "benchmarks.json"), JsonSerializer.Serialize(rows, JsonSerializerOptions.Web));
}
