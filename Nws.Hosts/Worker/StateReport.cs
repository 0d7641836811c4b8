using Nws.Farm;

namespace Nws.Hosts.Worker;

/// <summary>Tells people, in <c>worker@R</c>, what a worker does: when that changes, but at most once a second.</summary>
/// <param name="sleigh">The Sleigh's workspace.</param>
/// <param name="rank">The worker's.</param>
/// <param name="leaves">Cancelled when the worker is about to leave.</param>
internal sealed class StateReport(NetWorkSpace sleigh, int rank, CancellationToken leaves) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private Task _reporting = Task.CompletedTask;
    private bool _left;
    private TaskRun? _run;
    private DateTimeOffset _since = DateTimeOffset.UtcNow;
    private long _done;
    private long _failed;
    private bool _changed;

    /// <summary>A run begins.</summary>
    public void Begin(TaskRun run)
    {
        lock (_gate) (_run, _since, _changed) = (run, DateTimeOffset.UtcNow, true);
    }

    /// <summary>Some of the run is done, and the rest goes on.</summary>
    /// <param name="rest">The rest.</param>
    /// <param name="done">How many elements were run.</param>
    /// <param name="failed">How many of them failed.</param>
    public void Go(TaskRun rest, int done, int failed)
    {
        End(done, failed);
        Begin(rest);
    }

    /// <summary>The run is over.</summary>
    /// <param name="done">How many elements were run.</param>
    /// <param name="failed">How many of them failed.</param>
    public void End(int done, int failed)
    {
        lock (_gate)
        {
            (_run, _since, _changed) = (null, DateTimeOffset.UtcNow, true);
            (_done, _failed) = (_done + done, _failed + failed);
        }
    }

    /// <summary>Begins to report, until the worker leaves or the Sleigh is over.</summary>
    public void Start() => _reporting = RunAsync(_end.Token);

    /// <summary>The last report: the worker has left. Nothing of before comes behind it.</summary>
    public async Task LeaveAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _reporting.ConfigureAwait(false);
        _left = true;
        try
        {
            await sleigh.StoreAsync(SleighNames.StateOf(rank), Take(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (NwsException)
        {
            // The Sleigh is over, and nobody reads it.
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await sleigh.DeclareAsync(SleighNames.StateOf(rank), VariableMode.Single, cancellationToken).ConfigureAwait(false);
            await sleigh.StoreAsync(SleighNames.StateOf(rank), Take(), cancellationToken).ConfigureAwait(false);
            using var timer = new PeriodicTimer(Pause);
            await using var leaving = leaves.Register(() => Volatile.Write(ref _changed, true)).ConfigureAwait(false);
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                if (Volatile.Read(ref _changed)) await sleigh.StoreAsync(SleighNames.StateOf(rank), Take(), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception end) when (end is NwsException or OperationCanceledException)
        {
            // The worker leaves, or the Sleigh is over, which its other requests tell.
        }
    }

    private Dictionary<string, object?> Take()
    {
        lock (_gate)
        {
            _changed = false;
            return new Dictionary<string, object?>
            {
                ["rank"] = rank,
                ["leaves"] = leaves.IsCancellationRequested,
                ["state"] = _left ? "left" : _run is null ? "idle" : "working",
                ["job"] = _run?.Job.Number,
                ["tag"] = _run?.Tag,
                ["since"] = _since,
                ["done"] = _done,
                ["failed"] = _failed,
            };
        }
    }
}
