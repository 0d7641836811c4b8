namespace Nws.Server.Engine;

/// <summary>Which part of a list somebody wants to see.</summary>
/// <param name="Search">What names must contain, whatever the case of its letters; empty: anything.</param>
/// <param name="After">The name behind which the page begins; null: at the beginning.</param>
/// <param name="Count">How many at most.</param>
internal readonly record struct PageOf(string Search, string? After, int Count)
{
    /// <summary>One pass over all, which keeps no more than the page.</summary>
    public Page<T> Select<T>(IEnumerable<T> all, Func<T, string> nameOf)
    {
        var chosen = new PriorityQueue<T, string>(Comparer<string>.Create((a, b) => string.CompareOrdinal(b, a)));
        var (matching, behind) = (0, 0);
        foreach (var item in all)
        {
            var name = nameOf(item);
            if (Search.Length > 0 && !name.Contains(Search, StringComparison.OrdinalIgnoreCase)) continue;
            matching++;
            if (After is not null && string.CompareOrdinal(name, After) <= 0) continue;
            behind++;
            if (chosen.Count < Count) chosen.Enqueue(item, name);
            else chosen.EnqueueDequeue(item, name);
        }

        var items = new T[chosen.Count];
        for (var i = items.Length - 1; i >= 0; i--) items[i] = chosen.Dequeue();
        return new Page<T>(items, matching, behind > items.Length);
    }
}

/// <summary>A part of a list: how many are in the whole, and whether <paramref name="More"/> follow.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, int Total, bool More)
{
    public Page<TOther> To<TOther>(Func<T, TOther> convert) => new([.. Items.Select(convert)], Total, More);
}
