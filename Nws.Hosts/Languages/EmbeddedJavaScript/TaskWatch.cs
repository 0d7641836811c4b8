using System.Diagnostics;
using Jint;

namespace Nws.Hosts.Languages.EmbeddedJavaScript;

/// <summary>Looks after the running task at every statement: ends it when it was interrupted or is beyond its limits.</summary>
internal sealed class TaskWatch(TaskLimits limits) : Constraint
{
    // Clock and memory are asked less often than statements are counted.
    private const long Stride = 64;

    private volatile bool _interrupted;
    private long _statements;
    private long _printed;
    private long _began;
    private long _allocatedBefore;

    /// <summary>Begins to count for a task.</summary>
    internal void Begin()
    {
        _interrupted = false;
        _statements = _printed = 0;
        _began = Stopwatch.GetTimestamp();
        _allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
    }

    /// <summary>Ends the running task at its next statement, from another thread.</summary>
    internal void Interrupt() => _interrupted = true;

    /// <summary>Engines call this whenever they are entered; a task is more than one entry.</summary>
    public override void Reset()
    {
    }

    /// <exception cref="OperationCanceledException">The task was interrupted.</exception>
    /// <exception cref="TaskLimitException">The task is beyond its limits.</exception>
    public override void Check()
    {
        if (_interrupted) throw new OperationCanceledException("The task was interrupted.");
        if (++_statements > limits.Statements) throw new TaskLimitException($"it ran more than {limits.Statements:N0} statements");
        if (_statements % Stride == 0) CheckClockAndMemory();
    }

    /// <summary>Counts what the task prints.</summary>
    /// <exception cref="TaskLimitException">It is too much.</exception>
    internal void CheckOutput(int characters)
    {
        _printed += characters;
        if (_printed > limits.OutputCharacters) throw new TaskLimitException($"it printed more than {limits.OutputCharacters:N0} characters");
    }

    /// <exception cref="TaskLimitException">The result is too large.</exception>
    internal void CheckResult(long bytes)
    {
        if (bytes > limits.ResultBytes) throw new TaskLimitException($"its result has more than {limits.ResultBytes >> 20} MiB");
    }

    private void CheckClockAndMemory()
    {
        if (!limits.IsSandbox) return;
        if (Stopwatch.GetElapsedTime(_began) > limits.Time) throw OutOfTime(limits);
        if (GC.GetAllocatedBytesForCurrentThread() - _allocatedBefore > limits.Memory) throw OutOfMemory(limits);
    }

    internal static TaskLimitException OutOfTime(TaskLimits limits) => new($"it ran longer than {limits.Time.TotalSeconds} seconds");

    internal static TaskLimitException OutOfMemory(TaskLimits limits) => new(
        $"it used too much memory (at most {limits.Memory >> 20} MiB may be allocated in all, {TaskLimits.SandboxHeap >> 20} MiB at once)");
}
