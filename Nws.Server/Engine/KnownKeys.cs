namespace Nws.Server.Engine;

/// <summary>The keys of a variable: those of values that are there, in flight or to appear, and those to be known for a time.</summary>
internal sealed class KnownKeys(Timetable timetable)
{
    private readonly Dictionary<string, Use> _keys = new(StringComparer.Ordinal);

    /// <summary>Those that are to be known for a time.</summary>
    public IEnumerable<KeyMemory> Memories => _keys.Where(pair => pair.Value.Memory is not null).Select(pair => new KeyMemory(pair.Key, pair.Value.Memory!.Deadline));

    public bool Knows(string key) => _keys.ContainsKey(key);

    /// <summary>A value has the key.</summary>
    public void Take(string key)
    {
        if (!_keys.TryGetValue(key, out var use)) _keys.Add(key, use = new Use());
        use.Values++;
    }

    /// <summary>A value that had the key is gone.</summary>
    public void Drop(string key)
    {
        var use = _keys[key];
        if (--use.Values == 0 && use.Memory is null) _keys.Remove(key);
    }

    /// <summary>Knows the key until a time; <paramref name="forgotten"/> is called then.</summary>
    public void Remember(string key, long until, Action forgotten)
    {
        Take(key);
        var use = _keys[key];
        if (use.Memory is { } earlier) timetable.Remove(earlier);
        use.Memory = new Appointment(until, _ =>
        {
            use.Memory = null;
            if (use.Values == 0) _keys.Remove(key);
            forgotten();
        });
        timetable.Add(use.Memory);
        Drop(key);
    }

    public void Clear()
    {
        foreach (var use in _keys.Values.Where(use => use.Memory is not null)) timetable.Remove(use.Memory!);
        _keys.Clear();
    }

    private sealed class Use
    {
        public int Values { get; set; }

        public Appointment? Memory { get; set; }
    }
}
