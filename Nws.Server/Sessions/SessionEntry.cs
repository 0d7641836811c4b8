using Nws.Server.Engine;
using Nws.Server.Rights;

namespace Nws.Server.Sessions;

/// <summary>How a client enters that wants a session for longer than its connection: with the one it had, or with a new one.</summary>
/// <param name="Session">The session.</param>
/// <param name="Lasting">What of it outlasts its connections.</param>
/// <param name="Taken">How many requests have been taken in it; null: it is new.</param>
/// <param name="Unanswered">How many of them are not answered.</param>
internal sealed record SessionEntry(EngineSession Session, LastingSession Lasting, long? Taken, int Unanswered)
{
    /// <summary>What the client is told of it.</summary>
    public Resumption Resumption => new(Session.Key!, Session.Grace, Taken);

    /// <summary>From now on the session is that of the connection <paramref name="holder"/>; null if the client's is not known any more or was begun with another token, or the server lets none be resumed.</summary>
    public static SessionEntry? Enter(WorkspaceEngine engine, SessionHost host, ResumeRequest resume, (string Label, string Language, Grant? Grant) client, Session holder)
    {
        if (resume.Key is { } key)
        {
            if (Resume(engine, key, resume.Received, client.Grant, holder) is { } known) return known;
            if (!host.Keys.IsEarlier(key)) return null;
        }
        long allowed = (long)host.Options.Grace.TotalMilliseconds;
        long grace = Math.Min(resume.Grace ?? allowed, allowed);
        return grace > 0 ? Begin(engine, host, client, grace, holder) : null;
    }

    private static SessionEntry? Resume(WorkspaceEngine engine, string key, long received, Grant? grant, Session holder)
    {
        if (engine.Find(key) is not { Tag: LastingSession lasting } session || !lasting.BelongsTo(grant) || !lasting.CanGoOnAfter(received)) return null;
        engine.Resume(session);
        var (taken, unanswered) = lasting.TakeOver(holder);
        return new SessionEntry(session, lasting, taken, unanswered);
    }

    private static SessionEntry Begin(WorkspaceEngine engine, SessionHost host, (string Label, string Language, Grant? Grant) client, long grace, Session holder)
    {
        var lasting = new LastingSession(host.Options.MaxUnsentBytes, client.Grant);
        lasting.TakeOver(holder);
        var session = engine.Connect(client.Label, host.Keys.Next(), grace, client.Language);
        session.Tag = lasting;
        return new SessionEntry(session, lasting, null, 0);
    }
}
