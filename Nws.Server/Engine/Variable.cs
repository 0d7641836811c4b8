namespace Nws.Server.Engine;

/// <summary>
/// A variable: its values and who waits for them. <see cref="Answer"/> is the one place that hands out a value, to a request that has
/// just come and to one that has waited; <see cref="Serve"/> runs after every change that may end a wait. So between commands nobody
/// waits who could be answered, and a newcomer that finds a value overtakes nobody.
/// </summary>
internal sealed class Variable(Workspace workspace, string name, long id)
{
    private readonly WaiterQueue _finders = new();
    private readonly WaiterQueue _fetchers = new();
    private ValueContainer? _values;
    private long _nextIndex;

    public Workspace Workspace => workspace;

    public string Name => name;

    public VariableMode Mode => _values?.Mode ?? VariableMode.Unknown;

    public bool IsDeleted { get; private set; }

    public void Store(byte[] bytes, EffectList effects)
    {
        _values ??= ValueContainer.Create(VariableMode.Fifo, workspace.Random);
        _values.Add(new StoredValue(bytes, _nextIndex++, 0));
        Serve(effects);
    }

    /// <summary>Puts a fetched value back; the caller serves when all are back.</summary>
    public void Return(StoredValue value) => _values!.Return(value);

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
        if (take.Kind == TakeKind.Fetch) return Fetch(take);
        return _values.TryPeek(out var value) ? Found(value) : null;
    }

    /// <summary>Sets the mode if none is set; false if another is.</summary>
    public bool Declare(VariableMode mode, EffectList effects)
    {
        if (_values is not null) return Mode == mode;
        _values = ValueContainer.Create(mode, workspace.Random);
        if (_values is not IterableValues)
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
        _values = null;
        if (_finders.Count + _fetchers.Count == 0) return;
        var failure = Failure.VariableDeleted(workspace.Name, name);
        while (_fetchers.First is { Waiter: var fetcher }) fetcher.End(failure, effects);
        while (_finders.First is { Waiter: var finder }) finder.End(failure, effects);
    }

    public VariableInfo Describe() => new(name, _values?.Count ?? 0, _fetchers.Count, _finders.Count, Mode);

    private Outcome? AnswerIteration(Take take, Cursor cursor)
    {
        if (cursor.Id != 0 && cursor.Id != id) return Failure.CursorOutdated(workspace.Name, name);
        if (_values is null) return null;
        if (_values is not IterableValues values) return Failure.NotIterable(this);
        var seen = cursor.Id == 0 ? Cursor.Beginning.Index : cursor.Index;
        if (take.Kind == TakeKind.Find) return values.TryPeekAfter(seen, out var value) ? Found(value) : null;
        return values.TryPeek(out var head) && head.Index <= seen ? Failure.NotAtHead(this, head.Index, seen) : Fetch(take);
    }

    private Outcome Found(StoredValue value) => new Outcome.Delivered(value.Bytes, name, id, value.Index, Lease: 0, Attempt: 1);

    private Outcome? Fetch(Take take)
    {
        if (!_values!.TryTake(out var value)) return null;
        value = value with { Deliveries = value.Deliveries + 1 };
        var onLease = take.Lease || take.Session.Confirms;
        var lease = onLease ? take.Session.Leases.Grant(new Lease(this, value, take.Lease)) : 0;
        return new Outcome.Delivered(value.Bytes, name, id, value.Index, lease, value.Deliveries, take.Lease);
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
