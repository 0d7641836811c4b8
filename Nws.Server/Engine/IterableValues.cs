namespace Nws.Server.Engine;

/// <summary>Values an iteration can go over, because they are given out in the order of their indices.</summary>
internal abstract class IterableValues : ValueContainer
{
    /// <summary>The value with the lowest index above <paramref name="index"/>.</summary>
    public abstract bool TryPeekAfter(long index, out StoredValue value);

    /// <inheritdoc/>
    public override IEnumerable<StoredValue> Page(long after, int count)
    {
        var page = new List<StoredValue>();
        while (page.Count < count && TryPeekAfter(after, out var value))
        {
            page.Add(value);
            after = value.Index;
        }

        return page;
    }

    /// <summary>Removes and gives the value with the lowest index, which may not be the one a fetch gets.</summary>
    public abstract bool TryTakeOldest(out StoredValue value);
}
