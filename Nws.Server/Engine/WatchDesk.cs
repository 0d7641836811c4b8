namespace Nws.Server.Engine;

/// <summary>All watches: who watches what, and who can be told now.</summary>
internal sealed class WatchDesk(Timetable timetable, EngineOptions options)
{
    private const int MaxWatches = 1_000;

    private readonly Sequence _numbers = new();
    private readonly List<Watch> _watches = [];
    private bool _changed;

    /// <summary>How many changes there were.</summary>
    public long Changes { get; private set; }

    /// <summary>Notes that a workspace came or went.</summary>
    public void NoteWorkspace() => Changes++;

    /// <summary>Notes a change; costs nothing while nobody watches.</summary>
    public void Tell(Workspace workspace, WatchEvent change)
    {
        Changes++;
        foreach (var watch in _watches)
        {
            if (watch.Workspace == workspace) watch.Tell(change);
        }

        _changed |= _watches.Count > 0;
    }

    /// <summary>Answers those who wait for changes, after a command.</summary>
    public void Flush(EffectList effects)
    {
        if (!_changed) return;
        _changed = false;
        foreach (var watch in _watches)
        {
            if (watch.IsReady) watch.Answer(effects);
        }
    }

    /// <summary>A workspace was deleted: whoever watches it hears of it.</summary>
    public void WorkspaceDeleted() => _changed |= _watches.Count > 0;

    public Outcome Execute(BeginWatch begin)
    {
        if (!begin.Session.TryResolve(begin.Workspace, out var workspace, out var failure)) return failure;
        if (begin.Session.Watches.Count == MaxWatches) return Failure.TooManyWatches(MaxWatches);
        var watch = new Watch(begin.Session, workspace, begin.Pattern, timetable, options.MaxWatchEvents);
        var number = _numbers.Next();
        begin.Session.Watches.Add(number, watch);
        _watches.Add(watch);
        return new Outcome.Number(number);
    }

    public Outcome? Execute(AwaitChanges next)
    {
        if (next.Request is not { } request) return null;
        if (!next.Session.Watches.TryGetValue(next.Watch, out var watch)) return Failure.NoWatch(next.Watch);
        if (watch.Waiting is { } other) return Failure.WatchInUse(next.Watch, other);
        if (watch.Next(next.Count) is { } outcome)
        {
            if (outcome is Outcome.Failed) End(next.Session, next.Watch);
            return outcome;
        }

        if (next.Timeout <= 0) return Outcome.Nothing.Instance;
        watch.Await(request, next.Count, next.Timeout);
        return null;
    }

    public Outcome Execute(EndWatch end, EffectList effects)
    {
        if (!end.Session.Watches.TryGetValue(end.Watch, out var watch)) return Failure.NoWatch(end.Watch);
        watch.End(Failure.WatchEnded(end.Watch), effects);
        End(end.Session, end.Watch);
        return Outcome.Done.Instance;
    }

    /// <summary>Ends the session's wait for changes with that request id, if there is one.</summary>
    public static bool Cancel(EngineSession session, uint request, EffectList effects)
    {
        var watch = session.Watches.Values.FirstOrDefault(watch => watch.Waiting == request);
        watch?.End(Failure.WatchCancelled(), effects);
        return watch is not null;
    }

    public void EndSession(EngineSession session)
    {
        foreach (var number in session.Watches.Keys.ToArray()) End(session, number);
    }

    private void End(EngineSession session, long number)
    {
        if (!session.Watches.Remove(number, out var watch)) return;
        watch.Leave();
        _watches.Remove(watch);
    }
}
