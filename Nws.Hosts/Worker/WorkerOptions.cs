namespace Nws.Hosts.Worker;

/// <summary>What a worker must know to join a Sleigh.</summary>
internal sealed record WorkerOptions
{
    /// <summary>How to reach the Sleigh's server.</summary>
    public required NwsConnectionOptions Connection { get; init; }

    /// <summary>The Sleigh's workspace.</summary>
    public required string Sleigh { get; init; }

    /// <summary>The workspace the program shares with its tasks.</summary>
    public required string User { get; init; }

    /// <summary>A directory in which kernels look first for modules and assemblies.</summary>
    public string? ModulePath { get; init; }
}
