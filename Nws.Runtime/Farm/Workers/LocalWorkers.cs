using System.Diagnostics;

namespace Nws.Farm;

/// <summary>The workers of a Sleigh that were started on this machine. One that ends although it should not is replaced, and its rank goes to its replacement.</summary>
internal sealed class LocalWorkers : IAsyncDisposable
{
    private const int EvidenceKept = 4;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private readonly Func<ProcessStartInfo> _start;
    private readonly Action<WorkerProcess, string>? _output;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly List<WorkerProcess> _workers = [];
    private readonly Queue<string> _evidence = new();
    private readonly TaskCompletionSource<string> _allLost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _places = [];
    private int _occupied;

    private LocalWorkers(Func<ProcessStartInfo> start, Action<WorkerProcess, string>? output, TimeProvider time) => (_start, _output, _time) = (start, output, time);

    /// <summary>A worker's rank and what is known of its end; raised when a worker that had joined has ended and is not replaced.</summary>
    public event Action<int, string>? Lost;

    /// <summary>Completed, with the last one's evidence, when no worker is left, or one that never joined has ended.</summary>
    public Task<string> AllLost => _allLost.Task;

    /// <summary>How many workers are running or being replaced.</summary>
    public int Count => Volatile.Read(ref _occupied);

    /// <summary>Starts the processes; they join by themselves.</summary>
    /// <exception cref="SleighScriptException">The program cannot be found or started.</exception>
    public static LocalWorkers Start(SleighOptions options, string sleighWorkspace, string userWorkspace, TimeProvider time)
    {
        string command = NwsCommand.Find(options.NwsCommand);
        var workers = new LocalWorkers(() => StartInfo(command, options, sleighWorkspace, userWorkspace), Output(options), time);
        for (int i = 0; i < options.WorkerCount; i++) workers.Occupy(workers.StartOne());
        return workers;
    }

    /// <summary>Notes which process got which rank.</summary>
    public void Joined(SleighWorker joined)
    {
        lock (_gate)
        {
            foreach (var worker in _workers.Where(worker => worker.ProcessId == joined.ProcessId)) worker.Rank = joined.Rank;
        }
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

    private static ProcessStartInfo StartInfo(string command, SleighOptions options, string sleighWorkspace, string userWorkspace)
    {
        string[] arguments = ["worker", "--server", options.Connection.Endpoint.ToString(), "--sleigh", sleighWorkspace, "--user", userWorkspace];
        string[] modules = options.ModulePath is null ? [] : ["--module-path", options.ModulePath];
        var start = new ProcessStartInfo(command, [.. arguments, .. modules])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = options.WorkingDir,
        };
        // In the environment, where other users of the machine cannot read it.
        if (options.Connection.Token is { } token) start.Environment[NwsEndpoint.TokenVariable] = token;
        return start;
    }

    private static Action<WorkerProcess, string>? Output(SleighOptions options)
    {
        if (options.WorkerOutput is { } given) return (worker, line) => given(worker.Rank ?? -1, line);
        return options.Verbose ? static (worker, line) => Console.Error.WriteLine($"[worker {worker.Rank}] {line}") : null;
    }

    private WorkerProcess StartOne()
    {
        var worker = WorkerProcess.Start(_start(), _output);
        lock (_gate) _workers.Add(worker);
        return worker;
    }

    private void Occupy(WorkerProcess first)
    {
        Interlocked.Increment(ref _occupied);
        _places.Add(KeepOccupiedAsync(first));
    }

    /// <summary>Replaces a worker whenever it ends, until the Sleigh is stopped or too many have ended in a row.</summary>
    private async Task KeepOccupiedAsync(WorkerProcess worker)
    {
        var policy = new ReplacementPolicy();
        while (true)
        {
            await Task.WhenAny(worker.Exited, Task.Delay(Timeout.Infinite, _stopping.Token)).ConfigureAwait(false);
            if (_stopping.IsCancellationRequested) return;
            string evidence = worker.DescribeEnd();
            Remember(evidence);
            var wait = policy.AfterEnd(worker.Rank is not null, worker.HasWorked);
            if (wait is null || await TryReplaceAsync(wait.Value).ConfigureAwait(false) is not { } replacement)
            {
                GiveUp(worker, evidence);
                return;
            }
            worker = replacement;
        }
    }

    private async Task<WorkerProcess?> TryReplaceAsync(TimeSpan wait)
    {
        try
        {
            await Task.Delay(wait, _time, _stopping.Token).ConfigureAwait(false);
            return StartOne();
        }
        catch (Exception fault) when (fault is OperationCanceledException or SleighScriptException)
        {
            return null;
        }
    }

    private void GiveUp(WorkerProcess worker, string evidence)
    {
        if (_stopping.IsCancellationRequested) return;
        if (worker.Rank is { } rank) Lost?.Invoke(rank, evidence);
        if (Interlocked.Decrement(ref _occupied) == 0 || worker.Rank is null) _allLost.TrySetResult(evidence);
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
