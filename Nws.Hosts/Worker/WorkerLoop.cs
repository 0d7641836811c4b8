using Nws.Farm;
using Nws.Hosts.Languages;
using Nws.Wire;

namespace Nws.Hosts.Worker;

/// <summary>
/// A worker of a Sleigh, as FARM.md describes it: joins, hands the tasks to a <see cref="TaskLoop"/>, and ends with the Sleigh. Its caller, <c>nws worker</c>,
/// makes one and awaits <see cref="RunAsync"/>.
/// </summary>
/// <remarks>
/// Nothing a task does ends the worker: its errors, and the loss of its kernel, are its result. The worker waits for new worker counts all the time, not to
/// count, but because that wait ends at once when the workspace is deleted or the connection is lost; so a long task of a stopped Sleigh is not run to its end.
/// </remarks>
internal sealed class WorkerLoop(WorkerOptions options)
{
    /// <summary>Makes the host of a language. Default: one with a kernel, whose output goes to the console.</summary>
    internal Func<KernelSettings, NwsLanguage, ILanguageHost> NewHost { get; init; } = NewKernelHost;

    /// <summary>Where the worker says why it ends, if not because the Sleigh was stopped. Default: standard error.</summary>
    internal TextWriter Log { get; init; } = Console.Error;

    /// <summary>Joins the Sleigh and works until it is stopped.</summary>
    /// <param name="cancellation">Leaves the Sleigh; the task being run goes back to its place.</param>
    /// <returns>The exit code: 0 if the Sleigh was stopped, 1 if there is none or the connection was lost.</returns>
    /// <exception cref="OperationCanceledException">The worker was cancelled.</exception>
    internal async Task<int> RunAsync(CancellationToken cancellation)
    {
        try
        {
            await using NwsServer server = await NwsServer.ConnectAsync(options.Connection, cancellation);
            NetWorkSpace sleigh = await server.UseWsAsync(options.Sleigh, create: false, cancellation);
            await server.UseWsAsync(options.User, create: false, cancellation);
            await JoinAsync(sleigh, cancellation);
            return 0;
        }
        catch (NwsException exception)
        {
            await Log.WriteLineAsync($"The worker ends: {exception.Message}");
            return 1;
        }
    }

    private async Task JoinAsync(NetWorkSpace sleigh, CancellationToken cancellation)
    {
        try
        {
            NwsValueIterator<int> counts = sleigh.IFind<int>(SleighNames.WorkerCount);
            (_, int workers) = await counts.NextAsync(cancellation);
            // Never completed: whoever takes this worker's place after its death gets its rank.
            NwsLease lease = await sleigh.FetchLeaseAsync(SleighNames.Rank, timeout: null, cancellation);
            int rank = lease.Value.To<int>();
            KernelSettings settings = SettingsFor(rank, workers);
            await using var languages = new WorkerLanguages(language => NewHost(settings, language));
            await WorkAsync(new TaskLoop(sleigh, rank, languages, Log), Announcement(rank), counts, cancellation);
        }
        catch (NwsOperationException exception) when (IsEndOfSleigh(exception))
        {
            // It was stopped, which is how every worker ends that has not failed.
        }
    }

    /// <summary>Works until the Sleigh ends.</summary>
    /// <exception cref="NwsException">What ended it.</exception>
    private static async Task WorkAsync(
        TaskLoop tasks, Dictionary<string, object?> announcement, NwsValueIterator<int> counts, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task watch = WatchAsync(counts, end);
        try
        {
            await tasks.RunAsync(announcement, end.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The watch has ended the work, and tells why.
            await watch;
        }
        finally
        {
            await end.CancelAsync();
        }
    }

    private static async Task WatchAsync(NwsValueIterator<int> counts, CancellationTokenSource end)
    {
        try
        {
            while (true)
                await counts.NextAsync(end.Token);
        }
        finally
        {
            await end.CancelAsync();
        }
    }

    private KernelSettings SettingsFor(int rank, int workers) => new()
    {
        Server = options.Connection.Endpoint.ToString(),
        Token = options.Connection.Token,
        Sleigh = options.Sleigh,
        User = options.User,
        Rank = rank,
        Workers = workers,
        ModulePath = options.ModulePath,
        WorkingDirectory = options.WorkingDirectory,
    };

    private Dictionary<string, object?> Announcement(int rank) => new()
    {
        ["rank"] = rank,
        ["host"] = Environment.MachineName,
        ["pid"] = Environment.ProcessId,
        ["name"] = options.Name,
        ["version"] = typeof(WorkerLoop).Assembly.GetName().Version!.ToString(3),
    };

    private static bool IsEndOfSleigh(NwsOperationException exception) =>
        exception is NwsNoWorkSpaceException || exception.Code == ErrorCodes.Name(ErrorCode.VariableDeleted);

    private static KernelHost NewKernelHost(KernelSettings settings, NwsLanguage language)
    {
        var host = new KernelHost(language, LanguageRegistry.Current, settings);
        host.Output += (stream, text) => (stream == "stderr" ? Console.Error : Console.Out).Write(text);
        return host;
    }
}
