namespace Nws;

/// <summary>How to run the tasks of one call (user guide A.2.1, keyword arguments of <c>eachElem</c>).</summary>
public sealed record EachOptions
{
    /// <summary>
    /// Which arguments the function gets, in which order: positions in the list of varying arguments followed by fixed ones. May be shorter than that list. Default: all, in
    /// order.
    /// </summary>
    public IReadOnlyList<int>? ArgPermute { get; init; }

    /// <summary>At most so many unfinished tasks per worker; 0 = submit all at once. Default: 0.</summary>
    public int LoadFactor { get; init; }

    /// <summary>
    /// False: when all tasks are done and some failed, the call throws the <see cref="SleighTaskException"/> of the first. True: the results of failed tasks are
    /// values of kind <see cref="NwsValueKind.Error"/> in the list. Default: false.
    /// </summary>
    public bool CollectErrors { get; init; }

    /// <summary>Called with the number and the result of each task as it arrives, in any order (user guide: <c>accumulator</c>). Default: none.</summary>
    public Action<int, NwsValue>? Accumulator { get; init; }

    /// <summary>
    /// For tasks that are lambdas of this program: name spaces their text takes for granted, such as <c>System.Text.Json</c>, because workers do not see the
    /// <c>using</c> lines of this program. Those that every C# task has (docs/kernels.md) need not be named. Default: none.
    /// </summary>
    public IReadOnlyList<string> Imports { get; init; } = [];
}
