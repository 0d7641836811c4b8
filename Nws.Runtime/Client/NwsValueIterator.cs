using Nws.Client;
using Nws.Wire;

namespace Nws;

/// <summary>
/// Goes through the values of a fifo or single variable one after the other (user guide A.1.12): made by <see cref="NetWorkSpace.IFind{T}"/>, <c>IFindTry</c>, <c>IFetch</c> and
/// <c>IFetchTry</c>. The Try forms end where there are no more values; <see cref="Restart"/> lets them look again. Not for several threads at once.
/// </summary>
/// <typeparam name="T">What to convert each value to.</typeparam>
/// <exception cref="NwsOperationException">While iterating: the mode is lifo or multi (<c>not_iterable</c>), or the variable was deleted (<c>variable_deleted</c>).</exception>
public sealed class NwsValueIterator<T> : IAsyncEnumerable<T>
{
    private static readonly (long Id, long Index) Beginning = (0, -1);

    private readonly NetWorkSpace _workspace;
    private readonly string _variable;
    private readonly string _method;
    private readonly bool _waits;
    private (long Id, long Index) _cursor = Beginning;
    private bool _ended;

    internal NwsValueIterator(NetWorkSpace workspace, string variable, string method, bool waits)
    {
        ArgumentNullException.ThrowIfNull(variable);
        (_workspace, _variable, _method, _waits) = (workspace, variable, method, waits);
    }

    /// <summary>Starts again with the first value the variable still has.</summary>
    public void Reset() => (_cursor, _ended) = (Beginning, false);

    /// <summary>Goes on after the last value seen, once the iterator has come to the end.</summary>
    public void Restart() => _ended = false;

    /// <summary>An iterator that goes on behind the last value this one has seen, and waits for more.</summary>
    internal NwsValueIterator<T> AndWait() => new(_workspace, _variable, _method, waits: true) { _cursor = _cursor };

    /// <summary>An iterator that goes on behind the last value this one has seen, and ends when there are no more.</summary>
    internal NwsValueIterator<T> AndTry() => new(_workspace, _variable, _method, waits: false) { _cursor = _cursor };

    /// <summary>The next value, or nothing at the end.</summary>
    /// <returns>Whether there was a value, and the value.</returns>
    public async ValueTask<(bool Found, T? Value)> NextAsync(CancellationToken cancellationToken = default)
    {
        var delivery = await AdvanceAsync(cancellationToken).ConfigureAwait(false);
        if (delivery is null) return (false, default);
        return (true, await PassAsync(delivery, _workspace.AcceptAsync<T>(delivery)).ConfigureAwait(false));
    }

    /// <summary>Writes the next value, which must be bytes or text, to a stream.</summary>
    /// <returns>The number of bytes written; 0 at the end.</returns>
    public async Task<long> WriteToAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        var delivery = await AdvanceAsync(cancellationToken).ConfigureAwait(false);
        if (delivery is null) return 0;
        return await PassAsync(delivery, FileTransfer.WriteAsync(_workspace, delivery, stream, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>The remaining values, from the last one seen on.</summary>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        while (await NextAsync(cancellationToken).ConfigureAwait(false) is (true, var value)) yield return value!;
    }

    private async Task<Delivery?> AdvanceAsync(CancellationToken cancellationToken)
    {
        if (_ended) return null;
        var request = _workspace.Request(_method, _variable) with { After = _cursor, Timeout = _waits ? null : TimeSpan.Zero };
        var delivery = await _workspace.TakeAsync(request, cancellationToken).ConfigureAwait(false);
        _ended = delivery is null;
        return delivery;
    }

    /// <summary>
    /// Moves behind the value. A fetched one that was not accepted is back at the head, where only an iteration that has not passed it gets it.
    /// </summary>
    private async Task<TResult> PassAsync<TResult>(Delivery delivery, Task<TResult> acceptance)
    {
        if (_method == Methods.Find || await HasSucceededAsync(acceptance).ConfigureAwait(false)) _cursor = (delivery.Id, delivery.Index);
        return await acceptance.ConfigureAwait(false);
    }

    private static async Task<bool> HasSucceededAsync(Task task)
    {
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.IsCompletedSuccessfully;
    }
}
