namespace Nws.Server.Engine;

/// <summary>
/// The sessions that outlast their connections. While one is detached nothing else changes for it: what it waits for is kept in flight for it, time limits run, its workspaces stay. If nobody resumes it in
/// time, it ends as if its connection had been lost then.
/// </summary>
internal sealed class SessionDesk(Timetable timetable)
{
    private readonly Dictionary<string, EngineSession> _sessions = new(StringComparer.Ordinal);

    public void Add(EngineSession session) => _sessions.Add(session.Key!, session);

    /// <summary>The connection is lost; <paramref name="end"/> is called when the grace is over.</summary>
    public void Detach(EngineSession session, Action<EffectList> end)
    {
        if (session.Ending is not null) return;
        timetable.Add(session.Ending = new Appointment(timetable.In(session.Grace), end));
    }

    /// <summary>The session with the key; null: there is none, or it has ended.</summary>
    public EngineSession? Find(string key) => _sessions.GetValueOrDefault(key);

    /// <summary>It has a connection again.</summary>
    public void Resume(EngineSession session)
    {
        if (session.Ending is { } ending) timetable.Remove(ending);
        session.Ending = null;
    }

    public void End(EngineSession session)
    {
        if (session.Key is not null && _sessions.Remove(session.Key)) Resume(session);
    }
}
