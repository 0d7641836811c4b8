using Microsoft.Extensions.Logging;

namespace Nws.Server.WebConsole;

/// <summary>How many elements the workers of each farm had done, every two seconds for the last five minutes; those that failed are logged.</summary>
internal sealed class FarmHistory : IDisposable
{
    private const int Samples = 150;
    private static readonly Action<ILogger, long, string, long, Exception?> LogFailures = LoggerMessage.Define<long, string, long>(
        LogLevel.Warning, new EventId(13, "TasksFailed"), "{Failed} more elements have failed in the farm {Workspace}, {All} in all.");
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly EngineAccess _engine;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Dictionary<string, Queue<FarmSample>> _samples = new(StringComparer.Ordinal);
    private int _sampling;

    public FarmHistory(EngineAccess engine, TimeProvider time, ILogger logger)
    {
        (_engine, _time, _logger) = (engine, time, logger);
        _timer = time.CreateTimer(_ => _ = SampleAsync(), null, Interval, Interval);
    }

    /// <summary>What is known of a farm, the oldest first.</summary>
    public IReadOnlyList<FarmSample> Of(string workspace)
    {
        lock (_samples) return _samples.TryGetValue(workspace, out var known) ? [.. known] : [];
    }

    public void Dispose() => _timer.Dispose();

    private async Task SampleAsync()
    {
        if (Interlocked.Exchange(ref _sampling, 1) == 1) return;
        try
        {
            var farms = await _engine.LookAsync(FarmParts.ReadProgress).ConfigureAwait(false);
            lock (_samples)
            {
                foreach (string gone in _samples.Keys.Except(farms.Select(farm => farm.Workspace)).ToArray()) _samples.Remove(gone);
                foreach (var (workspace, workers) in farms) Add(workspace, workers.Select(FarmReport.Record).OfType<NwsValue>().ToArray());
            }
        }
        finally
        {
            Volatile.Write(ref _sampling, 0);
        }
    }

    private void Add(string workspace, NwsValue[] workers)
    {
        if (!_samples.TryGetValue(workspace, out var known)) _samples.Add(workspace, known = new Queue<FarmSample>(Samples));
        var sample = new FarmSample(_time.GetUtcNow().UtcDateTime, workers.Sum(worker => FarmReport.Number(worker, "done") ?? 0), workers.Sum(worker => FarmReport.Number(worker, "failed") ?? 0));
        long more = sample.Failed - (known.LastOrDefault()?.Failed ?? 0);
        if (more > 0) LogFailures(_logger, more, workspace, sample.Failed, null);
        if (known.Count == Samples) known.Dequeue();
        known.Enqueue(sample);
    }
}

/// <summary>How much was done and had failed at a time.</summary>
internal sealed record FarmSample(DateTime Time, long Done, long Failed);
