namespace Nws.Server.Engine;

/// <summary>What one variable of a persistent workspace adds to the <see cref="Ledger"/>. It knows the rows of the values in flight, which are in no container.</summary>
/// <param name="variable">The variable's id.</param>
/// <param name="ledger">Where records go.</param>
/// <param name="left">Called with the size of each value that came into memory and from now on stays on the disk.</param>
internal sealed class VariableJournal(long variable, Ledger ledger, Action<int> left)
{
    private long _kept;
    private readonly HashSet<long> _inFlight = [];

    /// <summary>Up to which of the ledger's records it must be written down for what the variable holds to be lasting; 0: it is.</summary>
    public long LastRecord { get; private set; }

    /// <summary>The value as it is to be kept: in a row.</summary>
    public StoredValue Stored(StoredValue value, KeptTerm? term)
    {
        value = InRow(value);
        Add(new ValueStored(variable, value, term));
        return value;
    }

    /// <summary>As <see cref="Stored"/>, of a value from the time when the workspace was not persistent.</summary>
    public StoredValue Admitted(StoredValue value, KeptTerm? term, bool wasFetched)
    {
        value = InRow(value);
        Add(new ValueAdmitted(variable, value, wasFetched, term));
        return value;
    }

    /// <summary>A value that was kept when the server started.</summary>
    public void Restored(ValueBytes bytes) => Keep(bytes.Resident);

    public void Overwritten(StoredValue value)
    {
        Keep(-value.Bytes.Resident);
        Add(new ValueOverwritten(variable, value.Row, value.HasTerms));
    }

    public void Delivered(StoredValue value)
    {
        _inFlight.Add(value.Row);
        Add(new ValueDelivered(value.Row, value.Deliveries));
    }

    /// <summary>One that was fetched before the workspace became persistent was counted then.</summary>
    public void Fetched(StoredValue value)
    {
        if (value.Row == 0) return;
        _inFlight.Remove(value.Row);
        Keep(-value.Bytes.Resident);
        Add(new ValueFetched(variable, value.Row, value.HasTerms));
    }

    /// <summary>The value as it is to be kept from now on. Its delivery was written down when it was made.</summary>
    public StoredValue Returned(StoredValue value, KeptTerm? term)
    {
        if (value.Row == 0) return Admitted(value, term, wasFetched: true);
        _inFlight.Remove(value.Row);
        return value;
    }

    /// <summary>It has been delivered less often than was written down.</summary>
    public void Recounted(StoredValue value)
    {
        if (value.Row != 0) Add(new ValueDelivered(value.Row, value.Deliveries));
    }

    /// <summary>It comes back at a time; until then it is away.</summary>
    public void Held(StoredValue value, long until)
    {
        if (value.Row != 0) Add(new ValueHeld(value.Row, until));
    }

    /// <summary>As it was when the server ended: not among those present.</summary>
    public void Away(StoredValue value) => _inFlight.Add(value.Row);

    /// <summary>The value to appear as it is to be kept: in a row.</summary>
    public PendingValue Awaited(PendingValue pending)
    {
        var row = ledger.NextRow();
        pending = pending with { Row = row, Bytes = Shelve(row, pending.Bytes) };
        Add(new PendingStored(variable, pending));
        return pending;
    }

    public void Buried(BuriedValue buried) => Add(new ValueBuried(buried.Value.Row, new KeptGrave(buried.Cause, buried.Time)));

    /// <summary>It is about to be back among the present.</summary>
    public void Unearthed(StoredValue value) => Add(new ValueUnearthed(value.Row));

    /// <summary>A value that was put aside comes in with its workspace.</summary>
    public StoredValue AdmittedBuried(BuriedValue buried, KeptTerm? term)
    {
        var value = Admitted(buried.Value, term, wasFetched: true);
        _inFlight.Add(value.Row);
        Buried(buried with { Value = value });
        return value;
    }

    public void Appeared(PendingValue pending)
    {
        Keep(-pending.Bytes.Resident);
        Add(new PendingGone(pending.Row, pending.Bytes.OnDisk));
    }

    public void Remembered(KeyMemory memory) => Add(new KeyRemembered(variable, memory));

    public void Forgotten(string key) => Add(new KeyForgotten(variable, key));

    public void Deleted(IEnumerable<StoredValue> present, IEnumerable<PendingValue> pending)
    {
        Keep(-_kept);
        Add(new VariableDeleted(variable, [.. present.Select(value => value.Row), .. _inFlight], [.. pending.Select(value => value.Row)]));
    }

    private StoredValue InRow(StoredValue value)
    {
        var row = ledger.NextRow();
        return value.InRow(row, Shelve(row, value.Bytes));
    }

    private void Add(JournalRecord record)
    {
        ledger.Add(record);
        LastRecord = ledger.Position;
    }

    /// <summary>The bytes as they are to be kept: in memory, or on the disk.</summary>
    private ValueBytes Shelve(long row, ValueBytes bytes)
    {
        if (bytes.OnDisk is { } elsewhere) return new ValueBytes(new LargeValue(row, elsewhere));
        if (!ledger.Disk.LeavesOnDisk(bytes.Length))
        {
            Keep(bytes.Length);
            return bytes;
        }

        ledger.Leave(bytes.Length);
        left(bytes.Length);
        return new ValueBytes(new LargeValue(row, bytes.Length, bytes.InMemory));
    }

    private void Keep(long bytes)
    {
        _kept += bytes;
        ledger.Disk.Keep(bytes);
    }
}
