namespace Nws.Client;

/// <summary>
/// What a session that can be resumed remembers of what it sent: requests as they were encoded, for as long as they are not answered, and confirmations. <see cref="RequestBuffer"/> calls it as the owner of what
/// is written, so requests are counted in the order in which they go out.
/// </summary>
internal sealed class SentRequests
{
    /// <summary>Messages of this size and more are kept where they are; their buffer is not used again.</summary>
    public const int LargeMessage = 1 << 18;

    // A server that is started again after a crash may have forgotten that values were confirmed, but not so many.
    private const int KeptConfirmations = 4096;

    private readonly Lock _gate = new();
    private readonly Queue<(long Lease, long After)> _confirmed = new();
    private long _count;
    private long _beforeLoss;

    /// <summary>The request is being sent.</summary>
    public void Keep(PendingRequest request, ReadOnlyMemory<byte> message)
    {
        request.Message = message.Length >= LargeMessage ? message : message.ToArray();
        request.Number = Interlocked.Increment(ref _count);
    }

    /// <summary>A request whose content was sent without being kept.</summary>
    public void Count(PendingRequest request) => request.Number = Interlocked.Increment(ref _count);

    /// <summary>What is written from now on goes out on another link only.</summary>
    public void LinkLost() => _beforeLoss = _count;

    /// <summary>Whether the request was sent before the link was lost.</summary>
    public bool MayHaveArrived(PendingRequest request) => request.Number > 0 && request.Number <= _beforeLoss;

    /// <summary>The values of the leases have arrived, which was said before the next request.</summary>
    public void Confirmed(long lease)
    {
        lock (_gate) _confirmed.Enqueue((lease, Volatile.Read(ref _count)));
    }

    /// <summary>The request was answered, so the server has got all that was said before.</summary>
    public void Answered(PendingRequest request)
    {
        if (_confirmed.Count <= KeptConfirmations) return;
        lock (_gate)
        {
            while (_confirmed.Count > KeptConfirmations && _confirmed.Peek().After < request.Number) _confirmed.Dequeue();
        }
    }

    /// <summary>All confirmations that the server may not know of; it passes over those that it knows.</summary>
    public long[] Confirmations()
    {
        lock (_gate) return [.. _confirmed.Select(confirmed => confirmed.Lease)];
    }

    /// <summary>Numbers the requests anew that are sent again.</summary>
    /// <param name="received">How many the server has got; null: none, as it is another.</param>
    /// <param name="unanswered">All without an answer.</param>
    /// <returns>What is to be sent, in its order.</returns>
    public List<ReadOnlyMemory<byte>> SendAgain(long? received, IEnumerable<PendingRequest> unanswered)
    {
        var again = unanswered.Where(request => !request.Message.IsEmpty && (received is null || request.Number > received)).OrderBy(request => request.Number).ToList();
        _count = received ?? 0;
        foreach (var request in again) request.Number = ++_count;
        return [.. again.Select(request => request.Message)];
    }
}
