using System.Diagnostics;
using Nws.Benchmarks.Load;

namespace Nws.Benchmarks.Farm;

/// <summary>How long a Sleigh takes to start.</summary>
/// <param name="ReadyMilliseconds">Median from the call to the moment when all workers have joined and can take tasks.</param>
/// <param name="FirstResultsMilliseconds">Median from the call to a first result of Python from each.</param>
internal sealed record StartRow(double ReadyMilliseconds, double FirstResultsMilliseconds);

/// <summary>Starts Sleighs of three local workers, one after the other.</summary>
internal sealed class StartComparison(string nwsCommand, int rounds)
{
    public async Task<StartRow> RunAsync()
    {
        using var server = await ServerProcess.StartAsync(nwsCommand, port => ["serve", "--port", $"{port}", "--web-port", "0"]);
        var options = new SleighOptions { NwsCommand = nwsCommand, Connection = new NwsConnectionOptions { Endpoint = new("127.0.0.1", server.Port) } };
        List<double> ready = [], first = [];
        for (int round = 0; round < rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            await using var sleigh = await Sleigh.StartAsync(options);
            ready.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            await sleigh.EachWorkerAsync(Code.Python("SleighRank"));
            first.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        return new(Figures.Median(ready), Figures.Median(first));
    }
}
