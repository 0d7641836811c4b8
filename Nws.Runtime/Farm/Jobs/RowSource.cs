using System.Collections;

namespace Nws.Farm;

/// <summary>Rows of arguments, one for each element, from anything that can be enumerated; taken only as they are needed.</summary>
internal sealed class RowSource : IAsyncDisposable
{
    private readonly IAsyncEnumerator<IReadOnlyList<object?>> _rows;
    private long? _left;
    private Task<bool>? _next;

    private RowSource(IAsyncEnumerable<IReadOnlyList<object?>> rows, long? count) => (_rows, _left) = (rows.GetAsyncEnumerator(), count);

    /// <summary>How many rows are left; null if nobody knows.</summary>
    public long? Left => _left;

    /// <summary>Whether there are no further rows, as far as is known.</summary>
    public bool Ended { get; private set; }

    /// <summary>Ends when it is known whether there is a further row, after <see cref="TakeReadyAsync"/> has found that it is not.</summary>
    public Task More => _next ?? Task.CompletedTask;

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
    /// <param name="rows">The rows.</param>
    /// <param name="count">How many there are at most. Default: nobody knows.</param>
    public static RowSource OfRows(IAsyncEnumerable<IReadOnlyList<object?>> rows, long? count = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new(rows, count);
    }

    /// <summary>The next rows: fewer than asked for if they end, or if the next one takes its time.</summary>
    public async ValueTask<List<IReadOnlyList<object?>>> TakeReadyAsync(int count, CancellationToken cancellationToken)
    {
        var taken = new List<IReadOnlyList<object?>>();
        while (taken.Count < count && !Ended)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var next = _next ?? _rows.MoveNextAsync().AsTask();
            _next = next.IsCompleted ? null : next;
            if (_next is not null) break;
            Ended = !await next.ConfigureAwait(false);
            if (!Ended) taken.Add(_rows.Current);
        }
        _left -= taken.Count;
        return taken;
    }

    /// <remarks>A row that is being waited for ends the source when it comes, and nobody waits for that.</remarks>
    public ValueTask DisposeAsync()
    {
        if (_next is null) return _rows.DisposeAsync();
        _next.ContinueWith(static async (_, rows) => await ((IAsyncDisposable)rows!).DisposeAsync().ConfigureAwait(false), _rows, TaskScheduler.Default);
        return ValueTask.CompletedTask;
    }

    private static async IAsyncEnumerable<IReadOnlyList<object?>> Ready(IEnumerable<IReadOnlyList<object?>> rows)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var row in rows) yield return row;
    }
}
