namespace Nws.Hosts.Worker;

/// <summary>Which Sleigh a worker works for, and how.</summary>
internal sealed record WorkerOptions
{
    /// <summary>The server.</summary>
    internal required NwsConnectionOptions Connection { get; init; }

    /// <summary>The workspace of the Sleigh.</summary>
    internal required string Sleigh { get; init; }

    /// <summary>The workspace that the master shares with its tasks.</summary>
    internal required string User { get; init; }

    /// <summary>What the worker is called in listings. Default: machine and process.</summary>
    internal string Name { get; init; } = $"{Environment.MachineName}-{Environment.ProcessId}";

    /// <summary>The directory that tasks' modules or assemblies are searched in first. Default: none.</summary>
    internal string? ModulePath { get; init; }

    /// <summary>The current directory of tasks. Default: that of this process.</summary>
    internal string? WorkingDirectory { get; init; }
}
