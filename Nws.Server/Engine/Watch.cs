namespace Nws.Server.Engine;

/// <summary>
/// The changes of a workspace, collected for one session until it asks for them. A session that does not ask in time loses the watch, not the server its memory.
/// </summary>
internal sealed class Watch(EngineSession session, Workspace workspace, string pattern, Timetable timetable, int limit)
{
    private readonly NamePattern _pattern = new(pattern);
    private readonly Queue<WatchEvent> _events = new();
    private uint? _waiting;
    private int _count;
    private Appointment? _deadline;

    /// <summary>The request that waits for changes; null: none.</summary>
    public uint? Waiting => _waiting;

    public Workspace Workspace => workspace;

    /// <summary>More happened than may wait.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Whether a request waits that can be answered.</summary>
    public bool IsReady => _waiting is not null && (_events.Count > 0 || IsLost || workspace.IsDeleted);

    public void Tell(WatchEvent change)
    {
        if (IsLost || !_pattern.Fits(change.Variable)) return;
        IsLost = _events.Count == limit;
        if (IsLost) _events.Clear();
        else _events.Enqueue(change);
    }

    /// <summary>Lets a request wait until something happens.</summary>
    public void Await(uint request, int count, long? timeout)
    {
        (_waiting, _count) = (request, count);
        if (timeout is null) return;
        timetable.Add(_deadline = new Appointment(timetable.In(timeout), effects => End(Outcome.Nothing.Instance, effects)));
    }

    /// <summary>What a request gets now; null: it may wait.</summary>
    public Outcome? Next(int count)
    {
        if (IsLost) return Failure.WatchLost(workspace.Name, limit);
        if (_events.Count == 0) return workspace.IsDeleted ? Failure.InstanceDeleted(workspace.Name) : null;
        var changes = new WatchEvent[Math.Min(count, _events.Count)];
        for (var i = 0; i < changes.Length; i++) changes[i] = _events.Dequeue();
        return new Outcome.Changes(changes, workspace.Journal is not null);
    }

    /// <summary>Answers the request that waits.</summary>
    public void Answer(EffectList effects) => End(Next(_count)!, effects);

    /// <summary>Ends the wait, if one waits.</summary>
    public void End(Outcome outcome, EffectList effects)
    {
        if (_waiting is not { } request) return;
        Leave();
        effects.Add(session, request, outcome);
    }

    public void Leave()
    {
        _waiting = null;
        if (_deadline is not null) timetable.Remove(_deadline);
        _deadline = null;
    }
}
