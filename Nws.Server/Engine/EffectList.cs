namespace Nws.Server.Engine;

/// <summary>The answers the engine gives, in order. Whoever drives the engine clears the list and uses it again.</summary>
internal sealed class EffectList
{
    private const int KeptCapacity = 4096;

    private readonly List<Effect> _effects = [];

    public int Count => _effects.Count;

    public Effect this[int position] => _effects[position];

    /// <summary>Does nothing for a notification (<paramref name="request"/> null): nobody waits for its answer.</summary>
    public void Add(EngineSession session, uint? request, Outcome outcome)
    {
        if (request is { } id) _effects.Add(new Effect(session, id, outcome));
    }

    /// <summary>Lets the answer that was added last wait for the record at <paramref name="position"/>.</summary>
    public void AwaitNewest(long position) => _effects[^1] = _effects[^1] with { Position = position };

    /// <summary>
    /// Lets the answers from <paramref name="first"/> on wait for the record at <paramref name="position"/>, as far as they depend on it: values of
    /// persistent workspaces do, and other answers if their command <paramref name="changed"/> something there.
    /// </summary>
    public void Await(int first, long position, bool changed)
    {
        for (var i = first; i < _effects.Count; i++)
        {
            var depends = _effects[i].Outcome switch
            {
                Outcome.Delivered delivered => delivered.Durable,
                Outcome.DeliveredTogether together => together.Items[0].Durable,
                Outcome.Changes changes => changes.Durable,
                Outcome.BuriedValues buried => buried.Durable,
                _ => changed,
            };
            if (depends) _effects[i] = _effects[i] with { Position = position };
        }
    }

    public void Clear()
    {
        _effects.Clear();
        if (_effects.Capacity > KeptCapacity) _effects.Capacity = KeptCapacity;
    }
}
