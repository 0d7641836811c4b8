using System.Text.RegularExpressions;

namespace Nws.Farm;

/// <summary>What workers are told apart by: words such as <c>gpu</c>, which a worker has and a job may demand.</summary>
internal static class WorkerTags
{
    private static readonly Regex Name = new(@"\A[A-Za-z0-9_.-]+\z");

    /// <exception cref="SleighIllegalValueException">A word cannot be a tag.</exception>
    public static void Check(IReadOnlyList<string> tags)
    {
        foreach (string tag in tags)
        {
            if (tag is null || !Name.IsMatch(tag)) throw new SleighIllegalValueException($"'{tag}' cannot be a tag: it must be letters, digits, '_', '.' and '-'.");
        }
    }

    /// <summary>Each once, in the order of the wire.</summary>
    public static IReadOnlyList<string> Sorted(IReadOnlyList<string> tags) => [.. tags.Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Whether a worker has all that are demanded.</summary>
    public static bool Fits(SleighWorker worker, IReadOnlyList<string> tags) => tags.All(worker.Tags.Contains);

    /// <summary>The error of a job that demands what no worker has.</summary>
    public static SleighIllegalValueException Missing(IReadOnlyList<string> tags, IReadOnlyList<SleighWorker> workers)
    {
        var sets = workers.Where(worker => worker.Tags.Count > 0).GroupBy(worker => string.Join(", ", Sorted(worker.Tags)));
        string there = string.Join("; ", sets.OrderBy(set => set.Key, StringComparer.Ordinal).Select(set => $"{set.Key} ({Workers(set.Count())})"));
        string demanded = tags.Count == 1 ? $"the tag '{tags[0]}'" : $"all of the tags '{string.Join("', '", tags)}'";
        return new($"None of the {Workers(workers.Count)} has {demanded}. {(there.Length > 0 ? $"The tags there are: {there}." : "None has a tag; start some with: nws worker --tag")}");
    }

    private static string Workers(int count) => count == 1 ? "1 worker" : $"{count} workers";
}
