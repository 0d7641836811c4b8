namespace Nws.Hosts.Worker;

/// <summary>Watches that no element of a job runs longer than its limit, and interrupts the one that does.</summary>
internal sealed class ElementClock : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly Func<Task> _interrupt;
    private readonly Timer _timer;
    private readonly Lock _gate = new();
    private int _running = -1;
    private int? _overdue;
    private bool _ended;

    /// <param name="limit">How long an element may run.</param>
    /// <param name="interrupt">Ends the element that runs, in whatever way.</param>
    public ElementClock(TimeSpan limit, Func<Task> interrupt)
    {
        (_limit, _interrupt) = (limit, interrupt);
        _timer = new Timer(_ => Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The position of the element that was interrupted; null if none was.</summary>
    public int? Overdue
    {
        get
        {
            lock (_gate) return _overdue;
        }
    }

    /// <summary>An element begins; the one before has ended.</summary>
    public void Begin(int position)
    {
        lock (_gate)
        {
            if (_overdue is not null) return;
            _running = position;
            _timer.Change(_limit, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_gate) _ended = true;
        _timer.Dispose();
    }

    private void Ring()
    {
        lock (_gate)
        {
            if (_ended || _overdue is not null) return;
            _overdue = _running;
            // In the lock, so that what is interrupted is this request and not the next.
            _ = _interrupt();
        }
    }
}
