using Nws.Farm;

namespace Nws;

/// <summary>A call of <c>EachElem</c> or <c>EachWorker</c> that was begun and not waited for (user guide A.2.8). Several may be under way at once.</summary>
public sealed class SleighPending
{
    private readonly SleighJob _job;
    private readonly long? _total;
    private readonly CancellationTokenSource _cancel;
    private readonly Task<IReadOnlyList<NwsValue>> _results;
    private int _gathered;

    internal SleighPending(SleighJob job, long? total, Func<CancellationToken, Task<IReadOnlyList<NwsValue>>> run, CancellationToken cancellationToken)
    {
        (_job, _total) = (job, total);
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _results = run(_cancel.Token);
        // Whoever begins a call and never asks for its results is not told of its failure either.
        _ = _results.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    /// <summary>How many elements have no result yet.</summary>
    /// <returns>0 when all are done, or the call has failed. Of elements that cannot be counted beforehand, those that have been submitted.</returns>
    public int Check()
    {
        if (_results.IsCompleted) return 0;
        int outstanding = _job.Outstanding;
        return _total is { } total ? (int)total - (_job.Submitted - outstanding) : outstanding;
    }

    /// <summary>Waits for the results and returns them, as the call itself would have.</summary>
    /// <param name="cancellationToken">Ends the waiting only; it can be waited again.</param>
    /// <exception cref="SleighGatheredException">The results have been returned before.</exception>
    /// <exception cref="SleighTaskException">A task failed. See <see cref="EachOptions.CollectErrors"/>.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public async Task<IReadOnlyList<NwsValue>> WaitAsync(CancellationToken cancellationToken = default)
    {
        await Task.WhenAny(_results, Task.Delay(Timeout.Infinite, cancellationToken)).ConfigureAwait(false);
        if (!_results.IsCompleted) cancellationToken.ThrowIfCancellationRequested();
        if (Interlocked.Exchange(ref _gathered, 1) != 0) throw new SleighGatheredException();
        return await _results.ConfigureAwait(false);
    }

    /// <summary>Ends the call: what still waits is not run, what runs is ended. Returns when that has been told to the workers.</summary>
    public async Task CancelAsync()
    {
        await _cancel.CancelAsync().ConfigureAwait(false);
        await ((Task)_results).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>How many tasks are outstanding, for people.</summary>
    public override string ToString() => $"SleighPending: {Check()} tasks outstanding";
}
