using System.Diagnostics;
using System.Globalization;
using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Repl.Commands;

/// <summary><c>#time</c>: runs code and tells how long it took.</summary>
internal static class TimeCommand
{
    internal static ReplCommand Create() => new("time", "#time CODE", "run code and tell how long it took", RunAsync);

    private static async Task RunAsync(ReplSession session, string argument, CancellationToken cancellation)
    {
        if (argument.Length == 0) throw new ArgumentException("Write #time CODE.");
        await session.Kernels.WarmUpAsync(session.Language);
        long start = Stopwatch.GetTimestamp();
        Outcome outcome = await session.RunAsync(session.Language, argument, cancellation);
        TimeSpan taken = Stopwatch.GetElapsedTime(start);
        session.Show(session.Language, outcome);
        session.Display.Say(string.Create(CultureInfo.InvariantCulture, $"{(taken.TotalSeconds < 1 ? $"{taken.TotalMilliseconds:0.0} ms" : $"{taken.TotalSeconds:0.00} s")}"));
    }
}
