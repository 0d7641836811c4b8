using Nws.Client;
using Nws.Values;
using Nws.Wire;

namespace Nws;

/// <summary>
/// The changes of a workspace, in their order, from <see cref="NetWorkSpace.WatchAsync"/>. Whoever does not read them in time loses the watch: then reading fails with code <c>no_watch</c>, and the
/// variables are to be looked at anew.
/// </summary>
public sealed class NwsWatch : IAsyncEnumerable<NwsChange>, IAsyncDisposable
{
    private readonly NwsServer _server;
    private readonly long _number;

    internal NwsWatch(NwsServer server, long number) => (_server, _number) = (server, number);

    /// <summary>The changes that are there, as soon as there is one.</summary>
    /// <param name="timeout">How long to wait for one; null = for ever.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The changes in their order; none if the time was up.</returns>
    /// <exception cref="NwsOperationException">The watch has ended (<c>no_watch</c>).</exception>
    /// <exception cref="NwsNoWorkSpaceException">The workspace was deleted.</exception>
    public async Task<IReadOnlyList<NwsChange>> NextAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var response = await _server.Connection.CallAsync(Methods.Changes, (_number, timeout), WriteNext, cancellationToken).ConfigureAwait(false);
        return response.IsNil ? [] : Read(response);
    }

    /// <summary>Change after change, for ever.</summary>
    public async IAsyncEnumerator<NwsChange> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            foreach (var change in await NextAsync(null, cancellationToken).ConfigureAwait(false)) yield return change;
        }
    }

    /// <summary>Ends the watch.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _server.Connection.CallAsync(Methods.Unwatch, _number, WriteNumber, CancellationToken.None).ConfigureAwait(false);
        }
        catch (NwsException)
        {
            // It has ended already, or its connection has.
        }
    }

    private static void WriteNumber(ref MessagePackWriter writer, long number)
    {
        writer.WriteArrayHeader(1);
        writer.WriteInteger(number);
    }

    private static void WriteNext(ref MessagePackWriter writer, (long Number, TimeSpan? Timeout) next)
    {
        writer.WriteArrayHeader(2);
        writer.WriteInteger(next.Number);
        writer.WriteMapHeader(next.Timeout is null ? 0 : 1);
        if (next.Timeout is not { } timeout) return;
        writer.WriteText("timeout");
        writer.WriteFloat64(timeout.TotalSeconds);
    }

    private static NwsChange[] Read(Response response)
    {
        var reader = response.Reader;
        var changes = new NwsChange[reader.ReadArrayHeader()];
        for (int i = 0; i < changes.Length; i++)
        {
            reader.ReadArrayHeader();
            changes[i] = new NwsChange(reader.ReadText(), reader.ReadText(), new NwsVersion(reader.ReadInt64(), reader.ReadInt64()));
        }
        return changes;
    }
}
