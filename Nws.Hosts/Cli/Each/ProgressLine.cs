using System.Diagnostics;
using System.Globalization;

namespace Nws.Hosts.Cli.Each;

/// <summary>A line on a terminal's standard error that tells how far a call is; it makes way for whatever else is written there.</summary>
internal sealed class ProgressLine
{
    private const int BarWidth = 24;
    private const string Erase = "\r\e[K";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly TextWriter? _terminal;
    private readonly long _start = Stopwatch.GetTimestamp();
    private TimeSpan _next = TimeSpan.Zero;
    private bool _isShown;

    /// <param name="terminal">The terminal; null if nobody looks.</param>
    public ProgressLine(TextWriter? terminal) => _terminal = terminal;

    /// <summary>Draws it, if some time has passed since it was drawn last.</summary>
    public void Show(long done, long? total, long failed)
    {
        var elapsed = Stopwatch.GetElapsedTime(_start);
        if (_terminal is null || elapsed < _next) return;
        _next = elapsed + Pause;
        _terminal.Write(Erase + Describe(new SleighProgress(done, total, failed, elapsed)));
        _isShown = true;
    }

    /// <summary>Takes it away.</summary>
    public void Clear()
    {
        if (!_isShown) return;
        _terminal!.Write(Erase);
        (_isShown, _next) = (false, TimeSpan.Zero);
    }

    /// <summary>The line: <c>[#####     ] 25 % 250/1000, 12 failed, 340/s, 0:02 left</c>; without a total <c>250 done, 340/s</c>.</summary>
    public static string Describe(SleighProgress progress)
    {
        double share = progress.Total is { } total and > 0 ? Math.Min(1, progress.Done / (double)total) : 0;
        int filled = (int)(share * BarWidth);
        string[] parts =
        [
            progress.Total is null ? $"{progress.Done} done" : $"[{new string('#', filled)}{new string(' ', BarWidth - filled)}] {Math.Floor(share * 100)} % {progress.Done}/{progress.Total}",
            progress.Failed > 0 ? $"{progress.Failed} failed" : "",
            progress.Done > 0 ? string.Create(CultureInfo.InvariantCulture, $"{progress.Rate:0.#}/s") : "",
            progress.Remaining is { } left && progress.Done < progress.Total ? $"{Clock(left)} left" : "",
        ];
        return string.Join(", ", parts.Where(part => part.Length > 0));
    }

    private static string Clock(TimeSpan time) => time < TimeSpan.FromHours(1)
        ? time.ToString(@"m\:ss", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time:mm\\:ss}");
}
