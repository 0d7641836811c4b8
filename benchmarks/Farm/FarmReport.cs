using System.Text.Json;
using Spectre.Console;

namespace Nws.Benchmarks.Farm;

/// <summary>Runs the measurements of the Sleigh, prints their tables and writes their files.</summary>
internal static class FarmReport
{
    public static async Task RunAsync(string nwsCommand, int rounds, string file)
    {
        var starts = await new StartComparison(nwsCommand, rounds).RunAsync();
        var rows = await new FarmComparison(nwsCommand, rounds).RunAsync(Console.Error.WriteLine);
        var table = new Table().AddColumns("two local workers", "elements", "per second", "to Pool");
        foreach (var row in rows) table.AddRow(row.Contender, row.Measurement, $"{row.PerSecond:n0}", $"{row.ToPool:0.00}");
        AnsiConsole.Write(table);
        var readiness = new Table().AddColumns("three local workers", "ready (ms)", "first results, Python (ms)");
        readiness.AddRow("nws", $"{starts.ReadyMilliseconds:n0}", $"{starts.FirstResultsMilliseconds:n0}");
        AnsiConsole.Write(readiness);
        await WriteAsync(file, new { rows, starts });
    }

    public static async Task RunChunksAsync(string nwsCommand, int rounds, string file)
    {
        var rows = await new ChunkComparison(nwsCommand, rounds).RunAsync(Console.Error.WriteLine);
        var table = new Table().AddColumns("cost of an element", "best fixed size", "its time (s)", "automatic (s)", "automatic/best");
        foreach (var row in rows) table.AddRow(row.Workload, $"{row.BestChunk}", $"{row.BestSeconds:0.000}", $"{row.AutomaticSeconds:0.000}", $"{row.Ratio:0.00}");
        AnsiConsole.Write(table);
        await WriteAsync(file, rows);
    }

    private static Task WriteAsync<T>(string file, T figures) => File.WriteAllTextAsync(file, JsonSerializer.Serialize(figures, JsonSerializerOptions.Web));
}
