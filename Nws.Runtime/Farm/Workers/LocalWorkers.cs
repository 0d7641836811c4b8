using System.Diagnostics;

namespace Nws.Farm;

/// <summary>The workers of a Sleigh that were started on this machine.</summary>
internal sealed class LocalWorkers : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private readonly List<WorkerProcess> _workers = [];
    private readonly TaskCompletionSource<string> _allLost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private volatile bool _stopping;

    /// <summary>A worker's rank and what is known of its end; raised when a worker that had joined ends before <see cref="DisposeAsync"/>.</summary>
    public event Action<int, string>? Lost;

    /// <summary>Completed, with the last one's evidence, when no worker is left although the Sleigh was not stopped.</summary>
    public Task<string> AllLost => _allLost.Task;

    /// <summary>Starts the processes; they join by themselves.</summary>
    /// <exception cref="SleighScriptException">The program cannot be found or started.</exception>
    public static LocalWorkers Start(SleighOptions options, string sleighWorkspace, string userWorkspace)
    {
        string command = NwsCommand.Find(options.NwsCommand);
        var workers = new LocalWorkers();
        for (int i = 0; i < options.WorkerCount; i++) workers.Start(StartInfo(command, options, sleighWorkspace, userWorkspace), Output(options));
        return workers;
    }

    /// <summary>Notes which process got which rank.</summary>
    public void Joined(int processId, int rank)
    {
        foreach (var worker in _workers.Where(worker => worker.ProcessId == processId)) worker.Rank = rank;
    }

    /// <summary>Waits for the processes to end by themselves, which they do when their workspace is gone; ends those that do not.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping = true;
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

    private void Start(ProcessStartInfo start, Action<WorkerProcess, string>? output)
    {
        var worker = WorkerProcess.Start(start, output);
        _workers.Add(worker);
        Interlocked.Increment(ref _running);
        _ = WatchAsync(worker);
    }

    private async Task WatchAsync(WorkerProcess worker)
    {
        await worker.Exited.ConfigureAwait(false);
        if (_stopping) return;
        string evidence = worker.DescribeEnd();
        if (worker.Rank is { } rank) Lost?.Invoke(rank, evidence);
        // A worker that ends before it has joined will be missed for ever, so it counts as the end of all.
        if (Interlocked.Decrement(ref _running) == 0 || worker.Rank is null) _allLost.TrySetResult(evidence);
    }
}
