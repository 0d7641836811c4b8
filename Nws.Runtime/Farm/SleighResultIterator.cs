using Nws.Farm;

namespace Nws;

/// <summary>
/// The results of <see cref="Sleigh.ImapAsync"/> and <see cref="Sleigh.StarmapAsync(Code, IEnumerable{IReadOnlyList{object?}}, EachOptions?, CancellationToken)"/> in the order of the elements (user guide A.2.9). Rows are taken,
/// and their tasks submitted, only as results are taken, so the input may be endless. Not for several threads at once.
/// </summary>
public sealed class SleighResultIterator : IAsyncEnumerable<NwsValue>, IAsyncDisposable
{
    private readonly JobRunner _runner;
    private readonly SleighJob _job;
    private readonly ElementRun _run;
    private readonly RowSource _rows;
    private readonly EachOptions _options;
    private readonly Dictionary<int, TaskResult> _buffered = [];
    private bool _forgotten;

    internal SleighResultIterator(JobRunner runner, SleighJob job, RowSource rows, EachOptions options, LoadGate gate)
    {
        (_runner, _job, _rows, _options) = (runner, job, rows, options);
        _run = new ElementRun(job, rows, new ChunkSizer(gate.Workers, options.ChunkSize), gate);
    }

    /// <summary>How many results have arrived and wait for their turn.</summary>
    public int Buffered => _buffered.Count;

    /// <summary>How many results have been returned.</summary>
    public int Returned { get; private set; }

    /// <summary>How many tasks have been submitted.</summary>
    public int Submitted => _job.Submitted;

    /// <summary>Whether no further tasks will be submitted: the input has ended, or <see cref="Shutdown"/> or <see cref="StopAsync"/> was called.</summary>
    public bool Stopped => _run.Ended;

    /// <summary>Submits no further tasks; the results of those submitted still come.</summary>
    public void Shutdown() => _run.Shutdown();

    /// <summary>Ends the iteration: what was submitted and has no result yet is not run, or ended.</summary>
    public async Task StopAsync()
    {
        Shutdown();
        _buffered.Clear();
        if (_forgotten) return;
        _forgotten = true;
        await _job.ForgetAsync().ConfigureAwait(false);
        await _rows.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The next result, or nothing at the end.</summary>
    /// <returns>Whether there was one, and its value; of a failed task, with <see cref="EachOptions.CollectErrors"/>, its error.</returns>
    /// <exception cref="SleighTaskException">The task failed. The next call goes on with the next result.</exception>
    /// <exception cref="SleighException">No worker is left.</exception>
    public async ValueTask<(bool Found, NwsValue Value)> NextAsync(CancellationToken cancellationToken = default)
    {
        if (await NextResultAsync(cancellationToken).ConfigureAwait(false) is not { } result) return default;
        if (result.Fault is not null && !_options.CollectErrors) throw result.Fault;
        return (true, result.Value);
    }

    /// <summary>What became of the next element; null at the end.</summary>
    internal async ValueTask<TaskResult?> NextResultAsync(CancellationToken cancellationToken)
    {
        if (_forgotten) return null;
        if (_buffered.ContainsKey(Returned)) await FillAsync(cancellationToken).ConfigureAwait(false);
        else await _runner.GuardAsync(ArriveAsync, cancellationToken).ConfigureAwait(false);
        if (!_buffered.Remove(Returned, out var result))
        {
            await StopAsync().ConfigureAwait(false);
            return null;
        }
        Returned++;
        return result;
    }

    /// <summary>The remaining results. Leaving the loop early ends the iteration, as <see cref="StopAsync"/> does.</summary>
    public async IAsyncEnumerator<NwsValue> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        try
        {
            while (await NextAsync(cancellationToken).ConfigureAwait(false) is (true, var value)) yield return value;
        }
        finally
        {
            await StopAsync().ConfigureAwait(false);
        }
    }

    /// <summary>As <see cref="StopAsync"/>.</summary>
    public ValueTask DisposeAsync() => new(StopAsync());

    // Until the next result is there or nothing is left to wait for.
    private async Task ArriveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await FillAsync(cancellationToken).ConfigureAwait(false);
            if (_buffered.ContainsKey(Returned) || _run.IsDone) return;
            foreach (var result in await _run.CollectAsync(cancellationToken).ConfigureAwait(false)) _buffered.Add(result.Tag, result);
        }
    }

    private Task FillAsync(CancellationToken cancellationToken) => _run.FillAsync(_run.Window - _buffered.Count, cancellationToken);
}
