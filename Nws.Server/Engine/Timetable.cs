namespace Nws.Server.Engine;

/// <summary>The present, as whoever drives the engine tells it, and what is to happen when.</summary>
internal sealed class Timetable
{
    private readonly DeadlineHeap _due = new();

    /// <summary>Milliseconds on a clock that never goes back.</summary>
    public long Now { get; set; }

    /// <summary>When something happens next; null: nothing is planned.</summary>
    public long? Next => _due.Earliest?.Deadline;

    /// <summary>The time so many milliseconds from now; <see cref="long.MaxValue"/> for null and for what no clock reaches.</summary>
    public long In(long? milliseconds) => milliseconds is { } wait && wait < long.MaxValue - Now ? Now + wait : long.MaxValue;

    /// <summary>What never happens is not kept.</summary>
    public void Add(Timed timed)
    {
        if (timed.Deadline < long.MaxValue) _due.Add(timed);
    }

    /// <summary>Calls it off; does nothing if it has happened or was never planned.</summary>
    public void Remove(Timed timed) => _due.Remove(timed);

    /// <summary>Takes out what is due next; null: nothing is due now.</summary>
    public Timed? TakeDue()
    {
        if (_due.Earliest is not { } timed || timed.Deadline > Now) return null;
        _due.Remove(timed);
        return timed;
    }
}
