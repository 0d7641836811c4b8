namespace Nws.Server.Engine;

/// <summary>
/// A variable: its values and who waits for them. <see cref="Answer"/> is the one place that hands out a value, to a request that has
/// just come and to one that has waited; <see cref="Serve"/> runs after every change that may end a wait. So between commands nobody
/// waits who could be answered, and a newcomer that finds a value overtakes nobody.
/// </summary>
internal sealed class Variable
{
    /// <summary>What one fetch of several values takes at most, unless a single value is larger.</summary>
    public const long MaxBytesTogether = 1 << 20;

    private readonly WaiterQueue _finders = new();
    private readonly WaiterQueue _fetchers = new();
    private readonly VariableValues _held;
    private StoreHistory _stores;

    public Variable(Workspace workspace, string name, long id)
    {
        (Workspace, Name, Id) = (workspace, name, id);
        _held = new VariableValues(this);
    }

    public Workspace Workspace { get; }

    public string Name { get; }

    public long Id { get; }

    /// <summary>Its values, whatever becomes of them.</summary>
    public VariableValues Held => _held;

    public VariableMode Mode => _held.Mode;

    public bool IsDeleted { get; private set; }

    /// <summary>Who stored here since the server began.</summary>
    public StoreHistory Stores => _stores;

    /// <summary>Who waits here.</summary>
    public IEnumerable<Waiter> Waiters => _finders.All.Concat(_fetchers.All);

    /// <summary>How many requests wait here.</summary>
    public int Waiting => _finders.Count + _fetchers.Count;

    /// <summary>Why a store on these terms must be refused; null: it may come.</summary>
    public Outcome? Refuse(StoreTerms terms)
    {
        if (terms.Priority != 0 && Mode is not (VariableMode.Fifo or VariableMode.Unknown)) return Failure.PriorityNeedsFifo(this);
        return terms.If is not { } condition || _held.IsFulfilled(condition) ? null : Mode == VariableMode.Single ? Failure.Conflict(this) : Failure.ConditionNeedsSingle(Workspace.Name, Name);
    }

    public void Store(byte[] bytes, StoreTerms? terms, ClientNote by, EffectList effects)
    {
        _stores.Note(by, Workspace.Timetable.Now);
        _held.Add(bytes, terms);
        Serve(effects);
    }

    /// <summary>Whoever waits is served when all values are there.</summary>
    public void StoreAll(byte[][] values, StoreTerms? terms, ClientNote by, EffectList effects)
    {
        _stores.Note(by, Workspace.Timetable.Now);
        foreach (var bytes in values) _held.Add(bytes, terms);
        Serve(effects);
    }

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
        if (_held.Present is not { } values) return null;
        if (take.Kind == TakeKind.Fetch) return take.Count is { } count ? FetchTogether(take, count) : Fetch(take);
        return values.TryPeek(out var value) ? Found(value) : null;
    }

    /// <summary>Sets the mode if none is set; false if another is.</summary>
    public bool Declare(VariableMode mode, EffectList effects)
    {
        if (_held.Present is not null) return Mode == mode;
        if (_held.Hold(mode) is not IterableValues)
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
        if (_held.Present is null && Waiting == 0) Workspace.Forget(this);
    }

    /// <summary>Drops the values, ends all that waits. The caller has taken the variable out of its workspace.</summary>
    public void Delete(EffectList effects)
    {
        IsDeleted = true;
        _held.Delete();
        if (_finders.Count + _fetchers.Count == 0) return;
        var failure = Failure.VariableDeleted(Workspace.Name, Name);
        while (_fetchers.First is { Waiter: var fetcher }) fetcher.End(failure, effects);
        while (_finders.First is { Waiter: var finder }) finder.End(failure, effects);
    }

    public VariableInfo Describe() => new(Name, _held.Present?.Count ?? 0, _fetchers.Count, _finders.Count, Mode, _held.Delayed, _held.Buried.Count);

    private Outcome? AnswerIteration(Take take, Cursor cursor)
    {
        if (cursor.Id != 0 && cursor.Id != Id) return Failure.CursorOutdated(Workspace.Name, Name);
        if (_held.Present is not { } present) return null;
        if (present is not IterableValues values) return Failure.NotIterable(this);
        var seen = cursor.Id == 0 ? Cursor.Beginning.Index : cursor.Index;
        if (take.Kind == TakeKind.Find) return values.TryPeekAfter(seen, out var value) ? Found(value) : null;
        if (values.TryPeekAfter(Cursor.Beginning.Index, out var oldest) && oldest.Index <= seen) return Failure.NotAtHead(this, oldest.Index, seen);
        return values.TryTakeOldest(out var next) ? Deliver(next, take) : null;
    }

    private Outcome Found(StoredValue value) => new Outcome.Delivered(value.Bytes, Name, Id, value.Index, Lease: 0, Attempt: 1, Record: _held.LastRecord);

    private Outcome.Delivered? Fetch(Take take) => _held.Present!.TryTake(out var value) ? Deliver(value, take) : null;

    /// <summary>As many as are there, within the limits. The one that would be too much is put back as if it had not been taken.</summary>
    private Outcome.DeliveredTogether? FetchTogether(Take take, int count)
    {
        var items = new List<Outcome.Delivered>();
        var (values, bytes) = (_held.Present!, 0L);
        while (items.Count < count && values.TryTake(out var value))
        {
            bytes += value.Bytes.Length;
            if (bytes > MaxBytesTogether && items.Count > 0)
            {
                values.Return(value);
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
        if (onLease) _held.Deliver(value);
        else _held.GiveAway(value);
        var lease = onLease ? take.Session.Leases.Grant(this, value, take.Lease, take.LeaseTime) : 0;
        return new Outcome.Delivered(value.Bytes, Name, Id, value.Index, lease, value.Deliveries, take.Lease, _held.LastRecord);
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
