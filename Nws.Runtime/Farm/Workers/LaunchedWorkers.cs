namespace Nws.Farm;

/// <summary>The workers that a Sleigh has started, here or elsewhere. One that ends although it should not is replaced in its place, and its rank goes to its replacement.</summary>
internal sealed class LaunchedWorkers : IAsyncDisposable
{
    private const int EvidenceKept = 4;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private readonly WorkerCommands _commands;
    private readonly string? _token;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly List<WorkerProcess> _workers = [];
    private readonly Queue<string> _evidence = new();
    private readonly TaskCompletionSource<string> _allLost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _firstFailure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _places = [];
    private int _occupied;

    private LaunchedWorkers(WorkerCommands commands, string? token, TimeProvider time) => (_commands, _token, _time) = (commands, token, time);

    /// <summary>A worker's rank and what is known of its end; raised when a worker that had joined has ended and is not replaced.</summary>
    public event Action<int, string>? Lost;

    /// <summary>Completed, with the last one's evidence, when none of the workers is left.</summary>
    public Task<string> AllLost => _allLost.Task;

    /// <summary>Completed, with its evidence, when a worker has ended before it joined.</summary>
    public Task<string> FirstFailure => _firstFailure.Task;

    /// <summary>Starts the processes; they join by themselves.</summary>
    /// <exception cref="SleighScriptException">The program cannot be found or started.</exception>
    public static LaunchedWorkers Start(WorkerCommands commands, string? token, TimeProvider time)
    {
        var workers = new LaunchedWorkers(commands, token, time);
        for (int place = 0; place < commands.Count; place++) workers.Occupy(place, workers.StartOne(place));
        return workers;
    }

    /// <summary>Notes which rank the worker of a place got.</summary>
    public void Joined(int place, int rank)
    {
        lock (_gate)
        {
            if (_workers.FindLast(worker => worker.Place == place) is { } worker) worker.Rank = rank;
        }
    }

    /// <summary>Ends the process of the worker of a rank, if it has not ended: it is replaced then.</summary>
    public void End(int rank)
    {
        lock (_gate) _workers.FindLast(worker => worker.Rank == rank)?.Kill();
    }

    /// <summary>Notes that a result of the worker of a rank has come.</summary>
    public void Worked(int rank)
    {
        lock (_gate)
        {
            if (_workers.FindLast(worker => worker.Rank == rank) is { } worker) worker.HasWorked = true;
        }
    }

    /// <summary>How the workers ended that ended last, for an error that one of them may be the reason of.</summary>
    public string RecentEnds()
    {
        lock (_gate) return string.Join(Environment.NewLine, _evidence);
    }

    /// <summary>Waits for the processes to end by themselves, which they do when their workspace is gone; ends those that do not.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_places).ConfigureAwait(false);
        var ended = Task.WhenAll(_workers.Select(worker => worker.Exited));
        await ended.WaitAsync(StopPatience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!ended.IsCompleted)
        {
            foreach (var worker in _workers) worker.Kill();
            await ended.ConfigureAwait(false);
        }
        foreach (var worker in _workers) worker.Dispose();
    }

    private WorkerProcess StartOne(int place)
    {
        var worker = _commands.Start(place);
        if (_token is not null) worker.Tell(_token);
        lock (_gate) _workers.Add(worker);
        return worker;
    }

    private void Occupy(int place, WorkerProcess first)
    {
        Interlocked.Increment(ref _occupied);
        _places.Add(KeepOccupiedAsync(place, first));
    }

    /// <summary>Replaces a worker whenever it ends, until the Sleigh is stopped or too many have ended in a row.</summary>
    private async Task KeepOccupiedAsync(int place, WorkerProcess worker)
    {
        var policy = new ReplacementPolicy();
        int? rank = null;
        while (true)
        {
            await Task.WhenAny(worker.Exited, Task.Delay(Timeout.Infinite, _stopping.Token)).ConfigureAwait(false);
            if (_stopping.IsCancellationRequested) return;
            string evidence = $"On {_commands.Describe(place)}: {worker.DescribeEnd()}";
            Remember(evidence);
            rank = worker.Rank ?? rank;
            var wait = policy.AfterEnd(worker.Rank is not null, worker.HasWorked);
            if (wait is null || await TryReplaceAsync(place, wait.Value).ConfigureAwait(false) is not { } replacement)
            {
                GiveUp(rank, evidence);
                return;
            }
            worker = replacement;
        }
    }

    private async Task<WorkerProcess?> TryReplaceAsync(int place, TimeSpan wait)
    {
        try
        {
            await Task.Delay(wait, _time, _stopping.Token).ConfigureAwait(false);
            return StartOne(place);
        }
        catch (Exception fault) when (fault is OperationCanceledException or SleighScriptException)
        {
            return null;
        }
    }

    /// <param name="lastRank">The rank that the last worker of the place that joined had; later ones may have ended before they got it.</param>
    /// <param name="evidence">How the last one ended.</param>
    private void GiveUp(int? lastRank, string evidence)
    {
        if (_stopping.IsCancellationRequested) return;
        if (lastRank is { } rank) Lost?.Invoke(rank, evidence);
        if (lastRank is null) _firstFailure.TrySetResult(evidence);
        if (Interlocked.Decrement(ref _occupied) == 0) _allLost.TrySetResult(evidence);
    }

    private void Remember(string evidence)
    {
        lock (_gate)
        {
            _evidence.Enqueue(evidence);
            if (_evidence.Count > EvidenceKept) _evidence.Dequeue();
        }
    }
}
