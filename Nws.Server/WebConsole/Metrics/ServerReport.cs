namespace Nws.Server.WebConsole;

/// <summary>What there is to know about the server at a moment.</summary>
internal sealed record ServerReport
{
    public required string Name { get; init; }
    public required string Host { get; init; }
    public int Port { get; init; }
    public DateTime Started { get; init; }
    public double UptimeSeconds { get; init; }
    public int Workspaces { get; init; }
    public long Variables { get; init; }
    public long Values { get; init; }
    public long Waiters { get; init; }
    public long ValueBytes { get; init; }
    public int Connections { get; init; }
    public int ProcessId { get; init; }
    public long ProcessBytes { get; init; }
    public long HeapBytes { get; init; }
    public int Processors { get; init; }
    public required string Runtime { get; init; }
    public required string System { get; init; }
    public DataReport? Data { get; init; }
    public required LimitReport Limits { get; init; }
    public required IReadOnlyList<string> Languages { get; init; }
    public bool TokenRequired { get; init; }
}

/// <summary>Where persistent workspaces are kept: the file, its size with its log, and the room on its disk.</summary>
internal sealed record DataReport(string File, string Durability, long Bytes, long? FreeBytes);

/// <summary>The limits the server was started with.</summary>
internal sealed record LimitReport(long ValueBytes, int Connections, int PendingRequests, int VariableValues, int VariableWaiters, long MemoryBytes, int WatchEvents, int FetchCount);
