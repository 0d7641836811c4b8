namespace Nws.Server.Engine;

/// <summary>What one variable of a persistent workspace adds to the <see cref="Ledger"/>. It knows the rows of the values in flight, which are in no container.</summary>
internal sealed class VariableJournal(long variable, Ledger ledger)
{
    private readonly HashSet<long> _inFlight = [];

    /// <summary>The value as it is to be kept: in a row.</summary>
    public StoredValue Stored(StoredValue value)
    {
        value = value.InRow(ledger.NextRow());
        ledger.Add(new ValueStored(variable, value));
        return value;
    }

    /// <summary>As <see cref="Stored"/>, of a value from the time when the workspace was not persistent.</summary>
    public StoredValue Admitted(StoredValue value, bool wasFetched)
    {
        value = value.InRow(ledger.NextRow());
        ledger.Add(new ValueAdmitted(variable, value, wasFetched));
        return value;
    }

    public void Overwritten(StoredValue value) => ledger.Add(new ValueOverwritten(variable, value.Row));

    public void Delivered(StoredValue value)
    {
        _inFlight.Add(value.Row);
        ledger.Add(new ValueDelivered(value.Row, value.Deliveries));
    }

    /// <summary>One that was fetched before the workspace became persistent was counted then.</summary>
    public void Fetched(StoredValue value)
    {
        if (value.Row == 0) return;
        _inFlight.Remove(value.Row);
        ledger.Add(new ValueFetched(variable, value.Row));
    }

    /// <summary>The value as it is to be kept from now on. Its delivery was written down when it was made.</summary>
    /// <param name="value">The value.</param>
    /// <param name="recount">Whether it has been delivered less often than was written down.</param>
    public StoredValue Returned(StoredValue value, bool recount = false)
    {
        if (value.Row == 0) return Admitted(value, wasFetched: true);
        if (recount) ledger.Add(new ValueDelivered(value.Row, value.Deliveries));
        _inFlight.Remove(value.Row);
        return value;
    }

    public void Deleted(IEnumerable<StoredValue> present) =>
        ledger.Add(new VariableDeleted(variable, [.. present.Select(value => value.Row), .. _inFlight]));
}
