namespace Nws.Server.Engine;

/// <summary>
/// The values of one variable from when they come until they are gone: which are present, in flight, to appear or put aside, what is written down of that, and who is told. <see cref="Variable"/> decides who
/// gets which.
/// </summary>
internal sealed class VariableValues(Variable variable)
{
    private ValueContainer? _values;
    private VariableJournal? _journal;
    private VariableTerms? _terms;
    private long _nextIndex;
    private long _bytes;

    /// <summary>Those present; null before the variable has a mode.</summary>
    public ValueContainer? Present => _values;

    /// <summary>The mode; unknown until one is set.</summary>
    public VariableMode Mode => _values?.Mode ?? VariableMode.Unknown;

    /// <summary>How many are to appear or to come back.</summary>
    public int Delayed => _terms?.Delayed ?? 0;

    /// <summary>About how many bytes the values take.</summary>
    public long Size => (_values?.All.Sum(value => 64L + value.Bytes.Length) ?? 0) + (_terms?.Pending.Sum(pending => 64L + pending.Bytes.Length) ?? 0);

    /// <summary>How many bytes its values count, those in flight among them.</summary>
    public long Bytes => _bytes;

    /// <summary>How many values were ever stored: the index of the next.</summary>
    public long Stored => _nextIndex;

    /// <summary>How many values it holds, those in flight not counted; a <c>single</c> makes room for the next.</summary>
    public int Count => Mode == VariableMode.Single ? 0 : (_values?.Count ?? 0) + (_terms is null ? 0 : _terms.Delayed + _terms.Buried.Count);

    /// <summary>Values that were put aside, in the order of their indices.</summary>
    public IReadOnlyCollection<BuriedValue> Buried => _terms is null ? [] : _terms.Buried.Values;

    /// <summary>Up to which of the ledger's records that must have happened for what is here to be lasting; null: nothing is written down.</summary>
    public long? LastRecord => _journal?.LastRecord;

    /// <summary>Whether a store with the key has been done already.</summary>
    public bool Knows(string key) => _terms is not null && _terms.Keys.Knows(key);

    /// <summary>Whether a condition holds here.</summary>
    public bool IsFulfilled(StoreCondition condition)
    {
        if (Mode != VariableMode.Single) return false;
        var present = _values!.TryPeek(out var value);
        return condition.Value is { } wanted ? present && wanted.Id == variable.Id && wanted.Index == value.Index : !present;
    }

    /// <summary>A value comes, now or some day.</summary>
    public void Add(ValueBytes bytes, StoreTerms? terms)
    {
        if (_values is null) Hold(VariableMode.Fifo);
        if (terms?.Key is { } key) TakeKey(key, terms.KeyFor);
        if (terms?.Delay is { } delay)
        {
            Keep(bytes);
            Await(AsKept(new PendingValue(0, bytes, variable.Workspace.Timetable.In(delay), terms.Priority, terms.Expires ?? 0, terms.Key ?? "")));
        }
        else
        {
            Add(bytes, terms?.Priority ?? 0, terms is null ? default : new KeptTerm(terms.Expires is { } stay ? variable.Workspace.Timetable.In(stay) : 0, terms.Key ?? ""));
        }
    }

    /// <summary>Puts a fetched value back; the caller serves when all are back.</summary>
    /// <param name="value">The value.</param>
    /// <param name="unused">Whether this delivery is not to count.</param>
    public void Return(StoredValue value, bool unused = false)
    {
        if (unused) value = AsUnused(value);
        if (_journal is not null) value = _journal.Returned(value, TermOf(value));
        var expired = value.HasTerms && _terms!.HasExpired(value);
        if (!expired && _values!.Return(value)) Tell(Change.Returned, value.Index);
        else Drop(value);
    }

    /// <summary>Puts a fetched value back when so many milliseconds have passed.</summary>
    /// <param name="value">The value.</param>
    /// <param name="milliseconds">When, from now.</param>
    /// <param name="unused">Whether this delivery is not to count.</param>
    public void ReturnLater(StoredValue value, long milliseconds, bool unused = false)
    {
        if (unused) value = AsUnused(value);
        var due = variable.Workspace.Timetable.In(milliseconds);
        value = value.WithTerms();
        _journal?.Held(value, due);
        ReturnAt(due, value);
    }

    /// <summary>Drops the present value with that index; false if there is none.</summary>
    public bool Remove(long index)
    {
        if (_values is null || !_values.TryRemoveAt(index, out var value)) return false;
        Drop(value);
        return true;
    }

    /// <summary>A fetched value has arrived, so it is gone from here.</summary>
    public void Consume(StoredValue value)
    {
        _journal?.Fetched(value);
        End(value);
    }

    /// <summary>Puts a fetched value aside.</summary>
    public void Bury(StoredValue value, string cause)
    {
        if (_journal is not null && value.Row == 0)
        {
            value = _journal.Returned(value, TermOf(value));
            _journal.Away(value);
        }

        value = value.WithTerms();
        var buried = new BuriedValue(value, cause, variable.Workspace.Timetable.Now);
        _journal?.Buried(buried);
        Terms().Buried.Add(value.Index, buried);
        Tell(Change.Buried, value.Index);
    }

    /// <summary>Puts values back that were put aside; null: all.</summary>
    /// <returns>How many.</returns>
    public int Replay(long[]? indices, EffectList effects)
    {
        if (_terms is not { } terms) return 0;
        var count = 0;
        foreach (var index in indices ?? [.. terms.Buried.Keys])
        {
            if (!terms.Buried.Remove(index, out var buried)) continue;
            _journal?.Unearthed(buried.Value);
            Return(buried.Value);
            count++;
        }

        if (count > 0) variable.Serve(effects);
        return count;
    }

    /// <summary>The workspace has become persistent: whatever the variable holds is written down.</summary>
    public void BeginJournal(Ledger ledger)
    {
        if (_values is not { } values) return;
        ledger.Add(new VariableMade(variable.Id, variable.Workspace.Id, variable.Name, Mode, Stored: _nextIndex, Fetched: _nextIndex - values.Count));
        var journal = _journal = new VariableJournal(variable.Id, ledger, LeaveOnDisk);
        var kept = values.All.OrderBy(value => value.Index).Select(value => journal.Admitted(value, TermOf(value), wasFetched: false)).ToList();
        Fill(Mode, kept);
        if (_terms is not { } terms) return;
        terms.Renumber(journal.Awaited);
        foreach (var buried in terms.Buried.Values.ToArray()) terms.Buried[buried.Value.Index] = buried with { Value = journal.AdmittedBuried(buried, TermOf(buried.Value)) };
        foreach (var memory in terms.Keys.Memories) journal.Remembered(memory);
    }

    /// <summary>Makes the variable what it was when it was last written down.</summary>
    public void Restore(DurableVariable durable, Ledger ledger)
    {
        _nextIndex = durable.Stored;
        _journal = new VariableJournal(variable.Id, ledger, LeaveOnDisk);
        foreach (var value in durable.Values) KeepRestored(value.Bytes);
        var values = durable.Terms is { } terms ? RestoreTerms(durable, terms) : durable.Values;
        var present = Fill(durable.Mode, values).All.Select(value => value.Row).ToHashSet();
        foreach (var value in values.Where(value => !present.Contains(value.Row)))
        {
            _journal.Overwritten(value);
            End(value);
        }
    }

    /// <summary>A value is handed to a fetcher, who will say that it has arrived.</summary>
    public void Deliver(StoredValue value)
    {
        Tell(Change.Fetched, value.Index);
        _journal?.Delivered(value);
    }

    /// <summary>A value is handed to a fetcher and gone at once.</summary>
    public void GiveAway(StoredValue value)
    {
        Tell(Change.Fetched, value.Index);
        Consume(value);
    }

    /// <summary>All values are gone with their variable.</summary>
    public void Delete()
    {
        _journal?.Deleted(_values!.All, _terms?.Pending ?? []);
        variable.Workspace.Capacity.Free(_bytes);
        if (_values is not null) Tell(Change.Deleted, -1);
        _values = null;
        _terms?.Clear();
    }

    /// <summary>Gives the variable its mode.</summary>
    public ValueContainer Hold(VariableMode mode)
    {
        if (variable.Workspace.Journal is { } ledger)
        {
            ledger.Add(new VariableMade(variable.Id, variable.Workspace.Id, variable.Name, mode, Stored: 0, Fetched: 0));
            _journal = new VariableJournal(variable.Id, ledger, LeaveOnDisk);
        }

        Tell(Change.Made, -1);
        return _values = ValueContainer.Create(mode, variable.Workspace.Random);
    }

    /// <returns>The values that are there from the beginning.</returns>
    private List<StoredValue> RestoreTerms(DurableVariable durable, DurableTerms kept)
    {
        var (values, terms) = (new List<StoredValue>(), Terms());
        foreach (var plain in durable.Values)
        {
            var isHeld = kept.Holds.TryGetValue(plain.Row, out var until);
            var hasTerm = kept.Terms.TryGetValue(plain.Row, out var term);
            var isBuried = kept.Buried.TryGetValue(plain.Row, out var grave);
            var value = isHeld || hasTerm || isBuried ? plain.WithTerms() : plain;
            if (hasTerm) Begin(value, term);
            if (term.Key is { Length: > 0 }) terms.Keys.Take(term.Key);
            if (isHeld || isBuried) _journal!.Away(value);
            if (isBuried) terms.Buried.Add(value.Index, new BuriedValue(value, grave.Cause, grave.Time));
            else if (isHeld) ReturnAt(until, value);
            else values.Add(value);
        }

        foreach (var pending in kept.Pending)
        {
            KeepRestored(pending.Bytes);
            if (pending.Key.Length > 0) terms.Keys.Take(pending.Key);
            Await(pending);
        }

        foreach (var memory in kept.Memories) Remember(memory);
        return values;
    }

    private StoredValue AsUnused(StoredValue value)
    {
        value = value.DeliveredOnceLess();
        _journal?.Recounted(value);
        return value;
    }

    private VariableTerms Terms() => _terms ??= new VariableTerms(variable.Workspace.Timetable);

    private KeptTerm? TermOf(StoredValue value) => value.HasTerms ? _terms!.Of(value) : null;

    /// <summary>A value is gone without having been fetched.</summary>
    private void Drop(StoredValue value)
    {
        _journal?.Overwritten(value);
        End(value);
        Tell(Change.Dropped, value.Index);
    }

    /// <summary>A value is gone for good.</summary>
    private void End(StoredValue value)
    {
        Free(value.Bytes);
        if (value.HasTerms) _terms!.End(value);
    }

    private void KeepRestored(ValueBytes bytes)
    {
        Keep(bytes);
        _journal!.Restored(bytes);
    }

    private void Keep(ValueBytes bytes)
    {
        _bytes += bytes.Resident + Capacity.ValueOverhead;
        variable.Workspace.Capacity.Take(bytes.Resident + Capacity.ValueOverhead);
    }

    private void Free(ValueBytes bytes)
    {
        _bytes -= bytes.Resident + Capacity.ValueOverhead;
        variable.Workspace.Capacity.Free(bytes.Resident + Capacity.ValueOverhead);
    }

    /// <summary>The capacity has the bytes back when they have been written down.</summary>
    private void LeaveOnDisk(int bytes) => _bytes -= bytes;

    private void Tell(string kind, long index) => variable.Workspace.Tell(new WatchEvent(kind, variable.Name, variable.Id, index));

    private void Add(ValueBytes bytes, int priority, KeptTerm term)
    {
        var values = _values!;
        var value = new StoredValue(bytes, _nextIndex++, 0, 0, variable.Workspace.Timetable.Now, priority);
        var hasTerms = term.Expires != 0 || term.Key is { Length: > 0 };
        if (hasTerms) value = value.WithTerms();
        Keep(bytes);
        if (Mode == VariableMode.Single && values.TryPeek(out var overwritten)) Drop(overwritten);
        if (_journal is not null) value = _journal.Stored(value, hasTerms ? term : null);
        if (hasTerms) Begin(value, term);
        values.Add(value);
        Tell(Change.Stored, value.Index);
    }

    private void TakeKey(string key, long? time)
    {
        Terms().Keys.Take(key);
        if (time is not { } remembered) return;
        var memory = new KeyMemory(key, variable.Workspace.Timetable.In(remembered));
        _journal?.Remembered(memory);
        Remember(memory);
    }

    private void Remember(KeyMemory memory) => Terms().Keys.Remember(memory.Key, memory.Until, () => _journal?.Forgotten(memory.Key));

    private void Begin(StoredValue value, KeptTerm term) => Terms().Begin(value, term, _ => Vanish(value));

    private void Vanish(StoredValue like)
    {
        if (_values!.TryRemove(like, out var value)) Drop(value);
    }

    private PendingValue AsKept(PendingValue pending) => _journal is null ? pending : _journal.Awaited(pending);

    private void Await(PendingValue pending)
    {
        Terms().Await(pending, (due, effects) =>
        {
            _journal?.Appeared(due);
            Free(due.Bytes);
            Add(due.Bytes, due.Priority, new KeptTerm(due.Expires == 0 ? 0 : variable.Workspace.Timetable.In(due.Expires), due.Key));
            variable.Serve(effects);
        });
    }

    private void ReturnAt(long due, StoredValue value) => Terms().AwaitReturn(due, effects =>
    {
        Return(value);
        variable.Serve(effects);
    });

    private ValueContainer Fill(VariableMode mode, IReadOnlyList<StoredValue> values)
    {
        _values = ValueContainer.Create(mode, variable.Workspace.Random);
        _values.Restore(values, _nextIndex);
        return _values;
    }
}
