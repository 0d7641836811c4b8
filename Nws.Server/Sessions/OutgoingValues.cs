using Nws.Server.Engine;
using Nws.Server.Persistence;

namespace Nws.Server.Sessions;

/// <summary>
/// Brings the values of answers from the disk while they are on their way to the client: small ones whole, larger ones are only held against their checksums, to be read again in pieces. An answer with
/// a value that cannot be read becomes an error, and nothing of it is sent.
/// </summary>
/// <param name="store">Where they are; null: no value of this server stays on a disk.</param>
/// <param name="unreadable">Called with what was delivered and cannot be read, what was delivered together with it, and why.</param>
internal sealed class OutgoingValues(ValueStore? store, Action<Outcome.Delivered, IEnumerable<Outcome.Delivered>, string> unreadable)
{
    /// <summary>Values up to this size are read whole.</summary>
    public const int WholeBytes = 1 << 20;

    /// <summary>Whether the disk is to be asked before this can be sent.</summary>
    public bool MustBeRead(Outcome outcome) => store is not null && ValueStore.Values(outcome).Any();

    /// <summary>The same answer with values that can be sent, or an error.</summary>
    public async ValueTask<Outcome> ReadAsync(Outcome outcome)
    {
        try
        {
            return outcome switch
            {
                Outcome.Delivered delivered => (await ReadAsync([delivered]).ConfigureAwait(false))[0],
                Outcome.DeliveredTogether together => new Outcome.DeliveredTogether(await ReadAsync(together.Items).ConfigureAwait(false)),
                Outcome.BuriedValues buried => await ReadAsync(buried).ConfigureAwait(false),
                _ => outcome,
            };
        }
        catch (NwsStorageException fault)
        {
            return Failure.ValueUnreadable(fault.Message);
        }
    }

    /// <summary>The answer has been sent, or will not be.</summary>
    public void Settle(Outcome outcome) => store!.Settle(outcome);

    /// <summary>A value that was held against its checksum, to be read in pieces.</summary>
    public ValuePieces Open(LargeValue value) => new(store!, value);

    private async ValueTask<Outcome.Delivered[]> ReadAsync(Outcome.Delivered[] items)
    {
        var read = new Outcome.Delivered[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            try
            {
                read[i] = await ReadAsync(items[i], whole: items.Length > 1).ConfigureAwait(false);
            }
            catch (NwsStorageException fault)
            {
                unreadable(items[i], items.Where(item => item != items[i]), fault.Message);
                throw;
            }
        }
        return read;
    }

    private async ValueTask<Outcome.Delivered> ReadAsync(Outcome.Delivered item, bool whole)
    {
        if (item.Value.OnDisk is not { } large) return item;
        if (whole || large.Length <= WholeBytes || large.InMemory is not null) return item with { Value = await store!.ReadAsync(large).ConfigureAwait(false) };
        await store!.VerifyAsync(large).ConfigureAwait(false);
        return item;
    }

    private async ValueTask<Outcome> ReadAsync(Outcome.BuriedValues buried)
    {
        var read = new List<BuriedValue>();
        foreach (var value in buried.Values)
        {
            var bytes = value.Value.Bytes.OnDisk is { } large ? await store!.ReadAsync(large).ConfigureAwait(false) : value.Value.Bytes;
            read.Add(value with { Value = value.Value.InRow(value.Value.Row, bytes) });
        }
        return buried with { Values = read };
    }
}
