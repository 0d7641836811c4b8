using Nws.Farm;

namespace Nws.Hosts.Cli;

/// <summary>What is told of a farm.</summary>
internal static class FarmText
{
    /// <summary><c>nws: farm 'lab' stands at localhost:8765 with 4 workers</c></summary>
    public static string Standing(FarmOptions options) =>
        $"nws: farm '{options.Name}' stands at {options.Connection.Endpoint} with {options.Workers} worker{(options.Workers == 1 ? "" : "s")}";

    /// <summary>What to type next.</summary>
    public static string Advice(FarmOptions options)
    {
        var here = options.Connection.Endpoint;
        bool isLoopback = here.Host is "localhost" or "127.0.0.1" or "::1";
        var there = isLoopback ? here with { Host = Environment.MachineName } : here;
        return $"""
            use it:        Sleigh.AttachAsync("{options.Name}") in C#, Sleigh.attach('{options.Name}') in Python and JavaScript
            more workers:  nws worker --farm {options.Name} --server {there}
            look at it:    nws farm status {options.Name} --server {here}
            end it:        nws farm stop {options.Name} --server {here}
            """;
    }

    /// <summary>How long ago, in the largest unit that is not zero.</summary>
    public static string Ago(DateTimeOffset since)
    {
        var time = DateTimeOffset.UtcNow - since;
        if (time < TimeSpan.Zero) time = TimeSpan.Zero;
        if (time.TotalDays >= 1) return $"{(int)time.TotalDays} d";
        if (time.TotalHours >= 1) return $"{(int)time.TotalHours} h";
        return time.TotalMinutes >= 1 ? $"{(int)time.TotalMinutes} min" : $"{(int)time.TotalSeconds} s";
    }
}
