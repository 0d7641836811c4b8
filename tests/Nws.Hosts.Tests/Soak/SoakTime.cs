using System.Diagnostics;
using System.Globalization;

namespace Nws.Hosts.Tests.Soak;

/// <summary>How long a scenario goes on: some seconds in <c>./test</c>, as long as one wants in <c>./test long</c>.</summary>
internal sealed class SoakTime(double usualSeconds)
{
    private const string SecondsVariable = "NWS_LONG_SECONDS";
    private static readonly string? Wanted = Environment.GetEnvironmentVariable(SecondsVariable);

    private readonly TimeSpan _length = TimeSpan.FromSeconds(Wanted is null ? usualSeconds : double.Parse(Wanted, CultureInfo.InvariantCulture));
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Whether this is the long form.</summary>
    public static bool IsLong => Wanted is not null;

    public bool IsOver => Stopwatch.GetElapsedTime(_start) >= _length;

    /// <summary>Ends when the time is over.</summary>
    public async Task PassAsync(CancellationToken cancellation)
    {
        var left = _length - Stopwatch.GetElapsedTime(_start);
        if (left <= TimeSpan.Zero) return;
        using var timer = new PeriodicTimer(left);
        await timer.WaitForNextTickAsync(cancellation);
    }
}
