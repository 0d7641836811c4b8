namespace Nws.Server.Engine;

/// <summary>
/// A variable: its values and who waits for them. <see cref="Answer"/> is the one place that hands out a value, to a request that has
/// just come and to one that has waited; <see cref="Serve"/> runs after every change that may end a wait. So between commands nobody
/// waits who could be answered, and a newcomer that finds a value overtakes nobody.
/// </summary>
internal sealed class Variable(Workspace workspace, string name, long id)
{
    /// <summary>What one fetch of several values takes at most, unless a single value is larger.</summary>
    public const long MaxBytesTogether = 1 << 20;

    private readonly WaiterQueue _finders = new();
    private readonly WaiterQueue _fetchers = new();
    private ValueContainer? _values;
    private VariableJournal? _journal;
    private long _nextIndex;

    public Workspace Workspace => workspace;

    public string Name => name;

    public VariableMode Mode => _values?.Mode ?? VariableMode.Unknown;

    public bool IsDeleted { get; private set; }

    /// <summary>About how many bytes the values take.</summary>
    public long Size => _values?.All.Sum(value => 64L + value.Bytes.Length) ?? 0;

    private bool IsDurable => _journal is not null;

    /// <summary>Why a store on these terms must be refused; null: it may come.</summary>
    public Outcome? Refuse(StoreTerms? terms) =>
        terms is { Priority: not 0 } && Mode is not (VariableMode.Fifo or VariableMode.Unknown) ? Failure.PriorityNeedsFifo(this) : null;

    public void Store(byte[] bytes, StoreTerms? terms, EffectList effects)
    {
        Add(bytes, terms);
        Serve(effects);
    }

    /// <summary>Whoever waits is served when all values are there.</summary>
    public void StoreAll(byte[][] values, StoreTerms? terms, EffectList effects)
    {
        foreach (var bytes in values) Add(bytes, terms);
        if (values.Length > 0) Serve(effects);
    }

    /// <summary>Puts a fetched value back; the caller serves when all are back.</summary>
    /// <param name="value">The value.</param>
    /// <param name="unused">Whether this delivery is not to count.</param>
    public void Return(StoredValue value, bool unused = false)
    {
        if (unused) value = value.DeliveredOnceLess();
        if (_journal is not null) value = _journal.Returned(value, recount: unused);
        if (!_values!.Return(value)) _journal?.Overwritten(value);
    }

    /// <summary>A fetched value has arrived, so it is gone from here.</summary>
    public void Consume(StoredValue value) => _journal?.Fetched(value);

    /// <summary>Answers whoever can be answered: every finder, then the fetchers, each in the order they came.</summary>
    public void Serve(EffectList effects)
    {
        WaiterPlace? next;
        for (var place = _finders.First; place is not null; place = next)
        {
            next = place.Next;
            if (Answer(place.Waiter.Take) is { } outcome) place.Waiter.End(outcome, effects);
        }

        while (_fetchers.First is { Waiter: var fetcher } && Answer(fetcher.Take) is { } outcome) fetcher.End(outcome, effects);
    }

    /// <summary>What the request gets from this variable now; null: nothing, it may wait.</summary>
    public Outcome? Answer(Take take)
    {
        if (take.After is { } cursor) return AnswerIteration(take, cursor);
        if (_values is null) return null;
        if (take.Kind == TakeKind.Fetch) return take.Count is { } count ? FetchTogether(take, count) : Fetch(take);
        return _values.TryPeek(out var value) ? Found(value) : null;
    }

    /// <summary>Sets the mode if none is set; false if another is.</summary>
    public bool Declare(VariableMode mode, EffectList effects)
    {
        if (_values is not null) return Mode == mode;
        if (Hold(mode) is not IterableValues)
        {
            EndIterations(_finders, effects);
            EndIterations(_fetchers, effects);
        }

        return true;
    }

    /// <summary>Lets a request wait here. One that names the variable twice stands in the queue once.</summary>
    public void Add(Waiter waiter)
    {
        var queue = QueueOf(waiter.Take.Kind);
        if (queue.Last?.Waiter != waiter) queue.Add(waiter.StandIn(this));
    }

    /// <summary>A variable that existed for the sake of its waiters goes with the last of them.</summary>
    public void Remove(WaiterPlace place)
    {
        QueueOf(place.Waiter.Take.Kind).Remove(place);
        if (_values is null && _finders.Count + _fetchers.Count == 0) workspace.Forget(this);
    }

    /// <summary>Drops the values, ends all that waits. The caller has taken the variable out of its workspace.</summary>
    public void Delete(EffectList effects)
    {
        IsDeleted = true;
        _journal?.Deleted(_values!.All);
        _values = null;
        if (_finders.Count + _fetchers.Count == 0) return;
        var failure = Failure.VariableDeleted(workspace.Name, name);
        while (_fetchers.First is { Waiter: var fetcher }) fetcher.End(failure, effects);
        while (_finders.First is { Waiter: var finder }) finder.End(failure, effects);
    }

    /// <summary>The workspace has become persistent: whatever the variable holds is written down.</summary>
    public void BeginJournal(Ledger ledger)
    {
        if (_values is not { } values) return;
        ledger.Add(new VariableMade(id, workspace.Id, name, Mode, Stored: _nextIndex, Fetched: _nextIndex - values.Count));
        var journal = _journal = new VariableJournal(id, ledger);
        var kept = values.All.OrderBy(value => value.Index).Select(value => journal.Admitted(value, wasFetched: false)).ToList();
        Fill(Mode, kept);
    }

    /// <summary>Makes the variable what it was when it was last written down.</summary>
    public void Restore(DurableVariable durable, Ledger ledger)
    {
        _nextIndex = durable.Stored;
        _journal = new VariableJournal(id, ledger);
        var present = Fill(durable.Mode, durable.Values).All.Select(value => value.Row).ToHashSet();
        foreach (var value in durable.Values.Where(value => !present.Contains(value.Row))) _journal.Overwritten(value);
    }

    public VariableInfo Describe() => new(name, _values?.Count ?? 0, _fetchers.Count, _finders.Count, Mode);

    private Outcome? AnswerIteration(Take take, Cursor cursor)
    {
        if (cursor.Id != 0 && cursor.Id != id) return Failure.CursorOutdated(workspace.Name, name);
        if (_values is null) return null;
        if (_values is not IterableValues values) return Failure.NotIterable(this);
        var seen = cursor.Id == 0 ? Cursor.Beginning.Index : cursor.Index;
        if (take.Kind == TakeKind.Find) return values.TryPeekAfter(seen, out var value) ? Found(value) : null;
        if (values.TryPeekAfter(Cursor.Beginning.Index, out var oldest) && oldest.Index <= seen) return Failure.NotAtHead(this, oldest.Index, seen);
        return values.TryTakeOldest(out var next) ? Deliver(next, take) : null;
    }

    private Outcome Found(StoredValue value) => new Outcome.Delivered(value.Bytes, name, id, value.Index, Lease: 0, Attempt: 1, Durable: IsDurable);

    private Outcome.Delivered? Fetch(Take take) => _values!.TryTake(out var value) ? Deliver(value, take) : null;

    /// <summary>As many as are there, within the limits. The one that would be too much is put back as if it had not been taken.</summary>
    private Outcome.DeliveredTogether? FetchTogether(Take take, int count)
    {
        var items = new List<Outcome.Delivered>();
        var bytes = 0L;
        while (items.Count < count && _values!.TryTake(out var value))
        {
            bytes += value.Bytes.Length;
            if (bytes > MaxBytesTogether && items.Count > 0)
            {
                _values.Return(value);
                break;
            }

            items.Add(Deliver(value, take));
        }

        return items.Count == 0 ? null : new Outcome.DeliveredTogether([.. items]);
    }

    private Outcome.Delivered Deliver(StoredValue value, Take take)
    {
        value = value.DeliveredOnceMore();
        var onLease = take.Lease || take.Session.Confirms;
        if (onLease) _journal?.Delivered(value);
        else _journal?.Fetched(value);
        var lease = onLease ? take.Session.Leases.Grant(this, value, take.Lease, take.LeaseTime) : 0;
        return new Outcome.Delivered(value.Bytes, name, id, value.Index, lease, value.Deliveries, take.Lease, IsDurable);
    }

    private void Add(byte[] bytes, StoreTerms? terms)
    {
        var values = _values ?? Hold(VariableMode.Fifo);
        var value = new StoredValue(bytes, _nextIndex++, 0, 0, workspace.Timetable.Now, terms?.Priority ?? 0);
        if (_journal is not null)
        {
            if (Mode == VariableMode.Single && values.TryPeek(out var overwritten)) _journal.Overwritten(overwritten);
            value = _journal.Stored(value);
        }

        values.Add(value);
    }

    /// <summary>Gives the variable its mode.</summary>
    private ValueContainer Hold(VariableMode mode)
    {
        if (workspace.Journal is { } ledger)
        {
            ledger.Add(new VariableMade(id, workspace.Id, name, mode, Stored: 0, Fetched: 0));
            _journal = new VariableJournal(id, ledger);
        }

        return _values = ValueContainer.Create(mode, workspace.Random);
    }

    private ValueContainer Fill(VariableMode mode, IReadOnlyList<StoredValue> values)
    {
        _values = ValueContainer.Create(mode, workspace.Random);
        _values.Restore(values, _nextIndex);
        return _values;
    }

    private void EndIterations(WaiterQueue queue, EffectList effects)
    {
        WaiterPlace? next;
        for (var place = queue.First; place is not null; place = next)
        {
            next = place.Next;
            if (place.Waiter.Take.After is not null) place.Waiter.End(Failure.NotIterable(this), effects);
        }
    }

    private WaiterQueue QueueOf(TakeKind kind) => kind == TakeKind.Find ? _finders : _fetchers;
}
