using Nws.Server.Engine;
using Nws.Server.Loop;
using Nws.Server.Rights;
using Nws.Wire;

namespace Nws.Server.Sessions;

/// <summary>
/// What of a session outlasts its connections: how many requests have come, and the answers of which the client has not said that they have arrived. They are kept in the order in which they were given, and given again
/// on the next connection.
/// </summary>
/// <remarks>
/// One connection at a time holds the session, and only its requests count: what a former one still finds in its socket comes again on the new one. Kept answers are bounded: beyond <paramref name="limit"/> bytes the oldest are
/// forgotten, and a client that asks for those cannot resume.
/// </remarks>
/// <param name="limit">Bytes of kept answers.</param>
/// <param name="grant">What its client may do, who has shown a token; null: everything, for the server asks for none.</param>
internal sealed class LastingSession(long limit, Grant? grant) : IAnswerSink
{
    private readonly Lock _gate = new();
    private readonly Queue<OutgoingMessage> _kept = new();
    private long _before;
    private long _bytes;
    private Outbox? _outbox;
    private Session? _holder;
    private long _requests;
    private long _answers;

    /// <summary>Held while a message of the client is taken, so that a session is never taken over in between.</summary>
    public Lock Turn { get; } = new();

    /// <summary>How many requests have been taken. For the holder of <see cref="Turn"/>.</summary>
    public long Requests => _requests;

    public bool IsHeldBy(Session session) => _holder == session;

    /// <summary>Whether what its token allowed has ended: then nobody can resume it.</summary>
    public bool HasEnded => grant is { HasEnded: true };

    /// <summary>Whether it was begun with the token that gives this: to another the session is none, for what it waits for and has got is not its.</summary>
    public bool BelongsTo(Grant? shown) => ReferenceEquals(grant, shown);

    public void CountRequest() => _requests++;

    public bool Add(uint request, Outcome outcome)
    {
        lock (_gate)
        {
            Keep(new OutgoingMessage(request, outcome));
            return _outbox?.Add(request, outcome) ?? false;
        }
    }

    public void Flush() => _outbox?.Flush();

    /// <summary>From now on the session is this connection's; the former is told so.</summary>
    /// <returns>How many requests have been taken, and how many of them are not answered.</returns>
    public (long Taken, int Unanswered) TakeOver(Session session)
    {
        Session? former;
        long taken;
        lock (Turn) (former, _holder, taken) = (_holder, session, _requests);
        former?.Close(ErrorCode.Resumed, "The session goes on on another connection.");
        lock (_gate)
        {
            _outbox = null;
            return (taken, (int)(taken - _answers));
        }
    }

    /// <summary>The connection is lost; false if it did not have the session any more.</summary>
    public bool Release(Session session)
    {
        lock (Turn)
        {
            if (_holder != session) return false;
            _holder = null;
        }
        lock (_gate) _outbox = null;
        return true;
    }

    /// <summary>Whether the answers after the first so many can be given again.</summary>
    public bool CanGoOnAfter(long received)
    {
        lock (_gate) return received >= _before && received <= _answers;
    }

    /// <summary>Gives all answers again that have not arrived, and from now on the new ones.</summary>
    /// <returns>How many were given again.</returns>
    public int Attach(Outbox outbox, long received)
    {
        int again;
        lock (_gate)
        {
            Forget(received);
            foreach (var answer in _kept) outbox.Add(answer.Request!.Value, answer.Outcome);
            (again, _outbox) = (_kept.Count, outbox);
        }
        outbox.Flush();
        return again;
    }

    /// <summary>So many answers have arrived since the session began.</summary>
    /// <exception cref="ProtocolFaultException">So many were never given.</exception>
    public void Acknowledge(long received)
    {
        lock (_gate)
        {
            if (received > _answers) throw new ProtocolFaultException(ErrorCode.BadRequest, $"ack says that {received} responses have arrived; {_answers} were sent.");
            Forget(received);
        }
    }

    private void Keep(OutgoingMessage answer)
    {
        _answers++;
        _kept.Enqueue(answer);
        _bytes += answer.Size;
        while (_bytes > limit && _kept.Count > 1) Drop();
    }

    private void Forget(long received)
    {
        while (_before < received && _kept.Count > 0) Drop();
    }

    private void Drop()
    {
        _bytes -= _kept.Dequeue().Size;
        _before++;
    }
}
