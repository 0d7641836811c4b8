namespace Nws.Server.Engine;

/// <summary>
/// A blocked find or fetch. It may stand in the queues of several variables; its end takes it out of all of them. When its time is up it ends with nothing.
/// </summary>
internal sealed class Waiter : Timed
{
    private readonly Take _take;
    private readonly uint _request;
    private readonly Timetable _timetable;
    private WaiterPlace? _places;

    public Waiter(Take take, uint request, Timetable timetable)
    {
        (_take, _request, _timetable, Since) = (take, request, timetable, timetable.Now);
        Deadline = timetable.In(take.Timeout);
    }

    public Take Take => _take;

    /// <summary>When it began to wait, on the engine's clock.</summary>
    public long Since { get; }

    /// <summary>The variables it waits in, in the order in which they are looked at.</summary>
    public IEnumerable<Variable> Variables
    {
        get
        {
            var variables = new List<Variable>();
            for (var place = _places; place is not null; place = place.Sibling) variables.Insert(0, place.Variable);
            return variables;
        }
    }

    public Workspace Workspace => _places!.Variable.Workspace;

    /// <summary>The new place is the variable's to put into its queue.</summary>
    public WaiterPlace StandIn(Variable variable) => _places = new WaiterPlace(this, variable, _places);

    public override void Happen(EffectList effects) => End(Outcome.Nothing.Instance, effects);

    public void End(Outcome outcome, EffectList effects)
    {
        Leave();
        effects.Add(_take.Session, _request, outcome);
    }

    /// <summary>Ends without an answer, as when the session is gone.</summary>
    public void Leave()
    {
        for (var place = _places; place is not null; place = place.Sibling) place.Variable.Remove(place);
        _places = null;
        _take.Session.Waiters.Remove(_request);
        _timetable.Remove(this);
    }
}
