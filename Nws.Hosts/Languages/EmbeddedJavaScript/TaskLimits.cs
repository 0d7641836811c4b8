namespace Nws.Hosts.Languages.EmbeddedJavaScript;

/// <summary>How much a task of the embedded kernel may use.</summary>
internal sealed record TaskLimits
{
    /// <summary>Where the host watches over the task: nothing but what keeps the kernel itself alive.</summary>
    internal static TaskLimits Ordinary { get; } = new();

    /// <summary>For code that nobody vouches for. docs/kernels.md names these numbers.</summary>
    internal static TaskLimits Sandbox { get; } = new()
    {
        Time = TimeSpan.FromSeconds(10),
        Statements = 20_000_000,
        Memory = 1L << 30,
        Recursion = 1_000,
        Regex = TimeSpan.FromSeconds(1),
        ArrayLength = 10_000_000,
        ResultBytes = 16 << 20,
        OutputCharacters = 1 << 20,
    };

    /// <summary>The memory of the whole sandbox process, live objects of .NET, in bytes. The runtime itself refuses more.</summary>
    internal const long SandboxHeap = 512L << 20;

    /// <summary>Time until the task ends. Default: no limit.</summary>
    internal TimeSpan Time { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>Statements it may run. Default: no limit.</summary>
    internal long Statements { get; init; } = long.MaxValue;

    /// <summary>Bytes it may allocate in all, whether still in use or not. Default: no limit.</summary>
    internal long Memory { get; init; } = long.MaxValue;

    /// <summary>How often a function may be inside itself; -1: as often as the stack allows. Default: -1.</summary>
    internal int Recursion { get; init; } = -1;

    /// <summary>Time for one match of a regular expression. Default: an hour.</summary>
    internal TimeSpan Regex { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Elements of an array. Default: what JavaScript allows.</summary>
    internal uint ArrayLength { get; init; } = uint.MaxValue;

    /// <summary>Bytes of the encoded result. Default: no limit.</summary>
    internal int ResultBytes { get; init; } = int.MaxValue;

    /// <summary>Characters that the task may print. Default: no limit.</summary>
    internal long OutputCharacters { get; init; } = long.MaxValue;

    /// <summary>These are limits for code that nobody vouches for.</summary>
    internal bool IsSandbox => Time != Timeout.InfiniteTimeSpan;
}
