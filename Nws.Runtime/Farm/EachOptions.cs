using Nws.Farm;

namespace Nws;

/// <summary>How to run the tasks of one call (user guide A.2.1, keyword arguments of <c>eachElem</c>, <c>eachWorker</c> and <c>imap</c>).</summary>
public sealed record EachOptions
{
    private const int MostPriority = 1000;

    /// <summary>
    /// Which arguments the function gets, in which order: positions in the list of varying arguments followed by fixed ones. May be shorter than that list. Default: all, in
    /// order.
    /// </summary>
    public IReadOnlyList<int>? ArgPermute { get; init; }

    /// <summary>
    /// At most so many unfinished tasks per worker. Default, 0: as many as keep the workers busy if <see cref="ChunkSize"/> is automatic; all at once if it is not; for <c>imap</c> and <c>starmap</c> 10.
    /// </summary>
    public int LoadFactor { get; init; }

    /// <summary>
    /// How many elements make a task. Default, null: found while the job runs, so that tiny elements are grouped and long ones are not; for <c>imap</c> and <c>starmap</c> 1.
    /// </summary>
    public int? ChunkSize { get; init; }

    /// <summary>
    /// False: when all tasks are done and some failed, the call throws the <see cref="SleighTaskException"/> of the first. True: the results of failed tasks are
    /// values of kind <see cref="NwsValueKind.Error"/> in the list. Default: false.
    /// </summary>
    public bool CollectErrors { get; init; }

    /// <summary>Whether the first task that fails ends the call: what still waits is not run, what runs is ended. Default: false.</summary>
    public bool FailFast { get; init; }

    /// <summary>
    /// Called with the number and the result of each task as it arrives, in any order (user guide: <c>accumulator</c>); the call itself then returns an empty list. Default: none.
    /// </summary>
    public Action<int, NwsValue>? Accumulator { get; init; }

    /// <summary>
    /// For tasks that are lambdas of this program: name spaces their text takes for granted, such as <c>System.Text.Json</c>, because workers do not see the
    /// <c>using</c> lines of this program. Those that every C# task has (docs/kernels.md) need not be named. Default: none.
    /// </summary>
    public IReadOnlyList<string> Imports { get; init; } = [];

    /// <summary>Called with each failed task instead of <see cref="Accumulator"/> (the guide's accumulator objects: <c>error</c>). Default: the accumulator gets the error as a value.</summary>
    public Action<SleighTaskException>? ErrorAccumulator { get; init; }

    /// <summary>Told how far the call is, each time results arrive. Default: nobody.</summary>
    public IProgress<SleighProgress>? Progress { get; init; }

    /// <summary>
    /// How long one element may run. One that runs longer is ended, and fails with an error of type <c>TaskTimeout</c>; the others go on. Default, null: as long as it takes.
    /// </summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>
    /// Makes random numbers repeatable: before each element the random numbers of its language (docs/kernels.md; in C# those of <c>SleighRandom</c>) begin anew, from this seed and the number of the
    /// element. So results do not depend on which worker runs what. Default, null: they differ from run to run.
    /// </summary>
    public long? RngSeed { get; init; }

    /// <summary>What workers must have to run the tasks, such as <c>gpu</c>: all of these tags (<c>nws worker --tag</c>, <see cref="SleighOptions.Tags"/>). Default: none, any worker runs them.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>
    /// How much sooner tasks run than those of other calls, from -1000 to 1000: a point is worth ten seconds of waiting, so a call of low priority waits long behind others, but not for ever. Default: 0.
    /// </summary>
    public int Priority { get; init; }

    /// <summary>Told what tasks print, while they run; <see cref="SleighOutput.ToConsole"/> prints it. Called by one thread at a time. Default: nobody.</summary>
    public Action<SleighOutput>? Output { get; init; }

    /// <exception cref="SleighIllegalValueException">A value makes no sense.</exception>
    internal EachOptions Checked()
    {
        if (TimeLimit <= TimeSpan.Zero) throw new SleighIllegalValueException($"TimeLimit is more than 0, not {TimeLimit}.");
        if (Priority is < -MostPriority or > MostPriority) throw new SleighIllegalValueException($"Priority is from -{MostPriority} to {MostPriority}, not {Priority}.");
        WorkerTags.Check(Tags);
        if (LoadFactor < 0) throw new SleighIllegalValueException($"LoadFactor is 0 or more, not {LoadFactor}.");
        if (ChunkSize < 1) throw new SleighIllegalValueException($"ChunkSize is 1 or more, not {ChunkSize}.");
        if (FailFast && CollectErrors) throw new SleighIllegalValueException("FailFast and CollectErrors exclude each other: one ends at the first error, the other goes on.");
        return this;
    }
}
