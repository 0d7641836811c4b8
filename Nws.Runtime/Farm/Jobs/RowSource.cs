using System.Collections;

namespace Nws.Farm;

/// <summary>Rows of arguments, one for each element, from anything that can be enumerated; taken only as they are needed.</summary>
internal sealed class RowSource : IAsyncDisposable
{
    private readonly IAsyncEnumerator<IReadOnlyList<object?>> _rows;
    private long? _left;

    private RowSource(IAsyncEnumerable<IReadOnlyList<object?>> rows, long? count) => (_rows, _left) = (rows.GetAsyncEnumerator(), count);

    /// <summary>How many rows are left; null if nobody knows.</summary>
    public long? Left => _left;

    /// <summary>The rows of <c>elementArgs</c>: of one list, every element is a row of one.</summary>
    /// <exception cref="SleighIllegalValueException">They are a dictionary, so that names or entries may be meant.</exception>
    public static RowSource Of(IEnumerable elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        if (elements is IDictionary)
            throw new SleighIllegalValueException("The elements are a dictionary. If the keys are names, give both types: EachElemAsync<TElement, TResult>; if its entries are the elements, make a list of them.");
        return elements is SleighElements rows ? new RowSource(Ready(rows), rows.Count) : new RowSource(Ready(SleighElements.Rows(elements)), SleighElements.CountOf(elements));
    }

    /// <summary>Rows as they are.</summary>
    public static RowSource OfRows(IEnumerable<IReadOnlyList<object?>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new(Ready(rows), SleighElements.CountOf(rows));
    }

    /// <summary>Rows that come in their own time.</summary>
    public static RowSource OfRows(IAsyncEnumerable<IReadOnlyList<object?>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new(rows, null);
    }

    /// <summary>The next rows, fewer than asked for at the end.</summary>
    public async ValueTask<List<IReadOnlyList<object?>>> TakeAsync(int count, CancellationToken cancellationToken)
    {
        var taken = new List<IReadOnlyList<object?>>();
        while (taken.Count < count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!await _rows.MoveNextAsync().ConfigureAwait(false)) break;
            taken.Add(_rows.Current);
        }
        _left -= taken.Count;
        return taken;
    }

    public ValueTask DisposeAsync() => _rows.DisposeAsync();

    private static async IAsyncEnumerable<IReadOnlyList<object?>> Ready(IEnumerable<IReadOnlyList<object?>> rows)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var row in rows) yield return row;
    }
}
