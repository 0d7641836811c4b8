using Nws.Farm;

namespace Nws.Hosts.Cli;

/// <summary>What is told of a farm.</summary>
internal static class FarmText
{
    /// <summary><c>nws: farm 'lab' stands at localhost:8765 with 4 workers</c></summary>
    public static string Standing(FarmOptions options) =>
        $"nws: farm '{options.Name}' stands at {options.Connection.Endpoint} with {options.Workers} worker{(options.Workers == 1 ? "" : "s")}";

    /// <summary>What to type next.</summary>
    /// <param name="options">The farm.</param>
    /// <param name="elsewhere">Its server as other machines name it; null: they do not reach it.</param>
    public static string Advice(FarmOptions options, NwsEndpoint? elsewhere)
    {
        var here = options.Connection.Endpoint;
        string onlyHere = elsewhere is null ? "   on this machine; the server listens to no other (nws start --host)" : "";
        return $"""
            use it:        Sleigh.AttachAsync("{options.Name}") in C#, Sleigh.attach('{options.Name}') in Python and JavaScript
            more workers:  nws worker --farm {options.Name} --server {elsewhere ?? here}{onlyHere}
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
