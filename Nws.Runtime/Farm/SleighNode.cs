namespace Nws;

/// <summary>A place a worker is started in (user guide: an element of <c>nodeList</c>); what is null is as in <see cref="SleighOptions"/>. A host name by itself is one, too.</summary>
/// <param name="Host">Name of the machine, as the launcher knows it. Several nodes may have the same.</param>
public sealed record SleighNode(string Host)
{
    /// <summary>The user to log in as.</summary>
    public string? User { get; init; }

    /// <summary>The folder the <c>nws</c> program is in on this machine.</summary>
    public string? ScriptDir { get; init; }

    /// <summary>The name of the <c>nws</c> program on this machine.</summary>
    public string? ScriptName { get; init; }

    /// <summary>The worker's working directory on this machine.</summary>
    public string? WorkingDir { get; init; }

    /// <summary>A directory on this machine in which the worker looks first for modules and assemblies.</summary>
    public string? ModulePath { get; init; }

    /// <summary>A directory on this machine in which the worker keeps a log file.</summary>
    public string? LogDir { get; init; }

    /// <summary>Tags that the worker has on top of those of <see cref="SleighOptions.Tags"/>, such as <c>gpu</c>; see <see cref="EachOptions.Tags"/>.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>
    /// The nodes that a batch system has given to the job this process runs in, one for each worker: from <c>LSB_HOSTS</c> (LSF), <c>PBS_NODEFILE</c> (PBS), <c>PE_HOSTFILE</c> (Grid Engine) or
    /// <c>SLURM_JOB_NODELIST</c> (Slurm).
    /// </summary>
    /// <exception cref="SleighIllegalValueException">This is no job of a batch system, or its list of hosts cannot be read.</exception>
    public static IReadOnlyList<SleighNode> FromBatchSystem() => [.. Farm.BatchSystem.Hosts(Environment.GetEnvironmentVariable).Select(FromString)];

    /// <summary>A node of a host name.</summary>
    public static implicit operator SleighNode(string host) => new(host);

    /// <summary>A node of a host name.</summary>
    public static SleighNode FromString(string host) => new(host);
}
