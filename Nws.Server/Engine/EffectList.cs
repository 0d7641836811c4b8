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

    public void Clear()
    {
        _effects.Clear();
        if (_effects.Capacity > KeptCapacity) _effects.Capacity = KeptCapacity;
    }
}
