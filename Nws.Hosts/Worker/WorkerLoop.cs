using System.Collections.Frozen;
using Nws.Farm;
using Nws.Hosts.Languages;
using Nws.Wire;

namespace Nws.Hosts.Worker;

/// <summary>A worker of a Sleigh: joins, then runs task after task until the Sleigh is stopped.</summary>
/// <remarks>
/// <para>Everything a worker holds, it holds on lease: its rank and the task it runs. So whatever becomes of it, nothing is lost: the rank is free for a replacement and the task goes back to its
/// place. A task is completed in one step with its result, so it counts once.</para>
/// <para>The Sleigh is stopped by deleting its workspace; the worker's blocked fetch ends with an error then, and that is a clean end.</para>
/// </remarks>
internal sealed class WorkerLoop : IAsyncDisposable
{
    private const int MaxAttempts = 2;
    private static readonly FrozenSet<string> Stopped =
        new[] { ErrorCode.NoWorkspace, ErrorCode.VariableDeleted, ErrorCode.NoLease }.Select(ErrorCodes.Name).ToFrozenSet();

    private readonly NetWorkSpace _sleigh;
    private readonly int _rank;
    private readonly TaskRunner _runner;
    private (long Number, JobRecord Job)? _current;

    private WorkerLoop(NetWorkSpace sleigh, int rank, TaskRunner runner) => (_sleigh, _rank, _runner) = (sleigh, rank, runner);

    /// <summary>Works until the Sleigh is stopped.</summary>
    /// <exception cref="NwsServerException">The server cannot be reached, or the connection was lost.</exception>
    public static async Task RunAsync(WorkerOptions options, CancellationToken cancellationToken)
    {
        await using var server = await NwsServer.ConnectAsync(options.Connection, cancellationToken).ConfigureAwait(false);
        try
        {
            var sleigh = await server.UseWsAsync(options.Sleigh, create: false, cancellationToken).ConfigureAwait(false);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _ = WatchAsync(sleigh, over);
            await using var worker = await JoinAsync(sleigh, options, over.Token).ConfigureAwait(false);
            while (true) await worker.RunTaskAsync(over.Token).ConfigureAwait(false);
        }
        catch (NwsOperationException end) when (Stopped.Contains(end.Code))
        {
            // The Sleigh is over.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It is over while a task ran: because the workspace is gone, or the whole server.
            if (server.Closed.IsCompleted) throw new NwsConnectionDroppedException("The connection to the server was lost while a task ran.");
        }
    }

    public ValueTask DisposeAsync() => _runner.DisposeAsync();

    /// <summary>Cancels when the Sleigh is over, so that a running task ends with it: its workspace is deleted, or somebody stores the guide's signal.</summary>
    private static async Task WatchAsync(NetWorkSpace sleigh, CancellationTokenSource over)
    {
        Task found = sleigh.FindAsync(SleighNames.RideOver, null, CancellationToken.None);
        await found.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await over.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // The worker has ended already.
        }
    }

    private static async Task<WorkerLoop> JoinAsync(NetWorkSpace sleigh, WorkerOptions options, CancellationToken cancellationToken)
    {
        var rank = await sleigh.FetchLeaseAsync(SleighNames.Rank, null, cancellationToken).ConfigureAwait(false);
        var settings = new KernelSettings
        {
            Server = options.Connection.Endpoint.ToString(),
            Token = options.Connection.Token,
            Sleigh = options.Sleigh,
            User = options.User,
            Rank = rank.Value.To<int>(),
            Workers = await sleigh.FindAsync<int>(SleighNames.WorkerCount, null, cancellationToken).ConfigureAwait(false),
            ModulePath = options.ModulePath,
        };
        var worker = new WorkerLoop(sleigh, settings.Rank.Value, new TaskRunner(language => CreateHost(language, settings)));
        await sleigh.StoreAsync(SleighNames.Joined, Introduction(settings.Rank.Value), cancellationToken).ConfigureAwait(false);
        return worker;
    }

    private static Dictionary<string, object?> Introduction(int rank) => new()
    {
        ["rank"] = rank,
        ["host"] = Environment.MachineName,
        ["pid"] = Environment.ProcessId,
        ["name"] = $"{Environment.MachineName}@{rank}",
        ["version"] = typeof(WorkerLoop).Assembly.GetName().Version?.ToString(3),
    };

    // What tasks print goes where the worker prints; whoever started the worker reads that.
    private static KernelHost CreateHost(NwsLanguage language, KernelSettings settings)
    {
        var host = new KernelHost(language, LanguageRegistry.Current, settings);
        host.Output += (stream, text) => (stream == "stderr" ? Console.Error : Console.Out).Write(text);
        return host;
    }

    private async Task RunTaskAsync(CancellationToken cancellationToken)
    {
        var lease = await _sleigh.FetchLeaseAsync([SleighNames.TaskOf(_rank), SleighNames.Task], null, cancellationToken).ConfigureAwait(false);
        var task = TaskRecord.Read(lease.Value);
        var result = await RunAsync(task, lease.Attempt, cancellationToken).ConfigureAwait(false);
        result["rank"] = _rank;
        await lease.CompleteAsync(cancellationToken, (_sleigh, SleighNames.Result(task.Job), result)).ConfigureAwait(false);
    }

    private async Task<Dictionary<string, object?>> RunAsync(TaskRecord task, int attempt, CancellationToken cancellationToken)
    {
        if (attempt > MaxAttempts)
            return ResultBuilder.Failed(task, new NwsError("WorkerLost", $"The task was given to {MaxAttempts} workers and each was lost before it was done.", "", "nws"));
        var job = await FindJobAsync(task.Job, cancellationToken).ConfigureAwait(false);
        if (job is null) return ResultBuilder.Failed(task, new NwsError("JobGone", $"Nobody waits for job {task.Job} any more.", "", "nws"));
        return await _runner.RunAsync(job, task, cancellationToken).ConfigureAwait(false);
    }

    private async Task<JobRecord?> FindJobAsync(long number, CancellationToken cancellationToken)
    {
        if (_current is var (known, job) && known == number) return job;
        if (await _sleigh.FindTryAsync(SleighNames.Job(number), cancellationToken).ConfigureAwait(false) is not { } record) return null;
        _current = (number, JobRecord.Read(record));
        return _current.Value.Job;
    }
}
