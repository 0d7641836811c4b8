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
    /// Lets the answers from <paramref name="first"/> on wait for the record at <paramref name="position"/>, as far as they depend on it: if their command <paramref name="changed"/> something
    /// in a persistent workspace. Values that were only found there wait for what their variable rests on.
    /// </summary>
    public void Await(int first, long position, bool changed)
    {
        for (var i = first; i < _effects.Count; i++)
        {
            var rests = _effects[i].Outcome switch
            {
                Outcome.Delivered delivered => Rests(delivered),
                Outcome.DeliveredTogether together => Rests(together.Items[0]),
                Outcome.Changes { Durable: true } or Outcome.BuriedValues { Durable: true } => position,
                Outcome.Changes or Outcome.BuriedValues => 0,
                _ => changed ? position : 0,
            };
            if (rests > _effects[i].Position) _effects[i] = _effects[i] with { Position = rests };
        }

        long Rests(Outcome.Delivered delivered) => delivered.Record is { } record ? (changed ? position : record) : 0;
    }

    public void Clear()
    {
        _effects.Clear();
        if (_effects.Capacity > KeptCapacity) _effects.Capacity = KeptCapacity;
    }
}
