using Nws.Farm;

namespace Nws.Hosts.Worker;

/// <summary>Where a worker looks for tasks, by its rank and its tags: first those for it alone, then those that demand most of what it has.</summary>
internal static class TaskVariables
{
    /// <summary>Each tag doubles the number of variables to look into.</summary>
    private const int MostTags = 6;

    /// <summary>The tags in the order of the wire, each once.</summary>
    /// <exception cref="SleighIllegalValueException">A word cannot be a tag.</exception>
    /// <exception cref="ArgumentException">There are too many.</exception>
    public static IReadOnlyList<string> CheckTags(IReadOnlyList<string> tags)
    {
        WorkerTags.Check(tags);
        var sorted = WorkerTags.Sorted(tags);
        return sorted.Count <= MostTags ? sorted : throw new ArgumentException($"A worker has at most {MostTags} tags, not {sorted.Count}.");
    }

    /// <summary>The variables, those with precedence first.</summary>
    /// <param name="rank">The worker's rank.</param>
    /// <param name="tags">Its tags, as <see cref="CheckTags"/> gave them.</param>
    public static IReadOnlyList<string> Of(int rank, IReadOnlyList<string> tags) =>
        [SleighNames.TaskOf(rank), .. Subsets(tags).Select(SleighNames.TaskFor), SleighNames.Task];

    /// <summary>Every set of some of the tags, larger ones first.</summary>
    private static IEnumerable<List<string>> Subsets(IReadOnlyList<string> tags) =>
        Enumerable.Range(1, (1 << tags.Count) - 1)
            .Select(members => tags.Where((_, i) => (members & (1 << i)) != 0).ToList())
            .OrderByDescending(subset => subset.Count);
}
