using System.Diagnostics;
using Nws.Server.Engine;

namespace Nws.Server.WebConsole;

/// <summary>The server in figures.</summary>
internal sealed class ServerFigures(EngineAccess engine, NwsServerOptions options, string name, TimeProvider time, Func<int> portOf)
{
    private readonly DateTimeOffset _start = time.GetUtcNow();

    public async Task<ServerReport> ReadAsync()
    {
        var (workspaces, variables, values, waiters, bytes, sessions) = await engine.LookAsync(Count).ConfigureAwait(false);
        using var process = Process.GetCurrentProcess();
        return new ServerReport
        {
            Name = name, Host = options.Host, Port = portOf(), Started = _start.UtcDateTime, UptimeSeconds = (time.GetUtcNow() - _start).TotalSeconds,
            Workspaces = workspaces, Variables = variables, Values = values, Waiters = waiters, ValueBytes = bytes, Connections = sessions,
            ProcessId = Environment.ProcessId, ProcessBytes = process.WorkingSet64, HeapBytes = GC.GetTotalMemory(false), Processors = Environment.ProcessorCount,
            Runtime = $".NET {Environment.Version}", System = System.Runtime.InteropServices.RuntimeInformation.OSDescription,
            Data = options.Data is { } file ? new DataReport(Path.GetFullPath(file), options.Durability.ToString().ToLowerInvariant(), SizeOf(file), FreeOn(file)) : null,
            Limits = new LimitReport(
                options.MaxValueBytes, options.MaxConnections, options.MaxPendingRequests, options.MaxVariableValues, options.MaxVariableWaiters, options.MaxMemoryBytes, options.MaxWatchEvents, options.MaxFetchCount),
            Languages = options.Expressions?.Languages ?? [], TokenRequired = options.AsksForToken,
        };
    }

    private static (int Workspaces, long Variables, long Values, long Waiters, long Bytes, int Sessions) Count(Survey survey)
    {
        var (variables, values, waiters) = (0L, 0L, 0L);
        foreach (var workspace in survey.Workspaces.Select(Survey.Describe))
        {
            variables += workspace.Variables;
            values += workspace.Values;
            waiters += workspace.Waiters;
        }
        return (survey.Workspaces.Count(), variables, values, waiters, survey.Bytes, survey.Sessions.Count());
    }

    private static long SizeOf(string file) => new[] { file, file + "-wal" }.Select(path => new FileInfo(path)).Where(info => info.Exists).Sum(info => info.Length);

    private static long? FreeOn(string file)
    {
        try
        {
            return new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(file))!).AvailableFreeSpace;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
