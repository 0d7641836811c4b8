namespace Nws.Server.Engine;

/// <summary>A blocked find or fetch. It may stand in the queues of several variables; its end takes it out of all of them.</summary>
internal sealed class Waiter(Take take, uint request, long deadline, DeadlineHeap deadlines)
{
    private WaiterPlace? _places;

    public Take Take => take;

    /// <summary>When to give up, on the engine's clock; <see cref="long.MaxValue"/>: never.</summary>
    public long Deadline => deadline;

    /// <summary>Kept by <see cref="DeadlineHeap"/>.</summary>
    public int HeapPosition { get; set; } = DeadlineHeap.Outside;

    /// <summary>The new place is the variable's to put into its queue.</summary>
    public WaiterPlace StandIn(Variable variable) => _places = new WaiterPlace(this, variable, _places);

    public void End(Outcome outcome, EffectList effects)
    {
        Leave();
        effects.Add(take.Session, request, outcome);
    }

    /// <summary>Ends without an answer, as when the session is gone.</summary>
    public void Leave()
    {
        for (var place = _places; place is not null; place = place.Sibling) place.Variable.Remove(place);
        _places = null;
        take.Session.Waiters.Remove(request);
        deadlines.Remove(this);
    }
}
