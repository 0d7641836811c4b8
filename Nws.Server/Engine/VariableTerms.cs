namespace Nws.Server.Engine;

/// <summary>
/// What a variable knows of its values beside themselves: their keys, when they vanish, and which are to appear or to come back some day. Most variables have no such values, and none of this.
/// </summary>
internal sealed class VariableTerms(Timetable timetable)
{
    private readonly Dictionary<long, (Appointment? Expiry, string Key)> _terms = [];
    private readonly Dictionary<Appointment, PendingValue> _pending = [];
    private readonly HashSet<Appointment> _returning = [];

    /// <summary>Values that were put aside, by index.</summary>
    public SortedDictionary<long, BuriedValue> Buried { get; } = [];

    public KnownKeys Keys { get; } = new(timetable);

    /// <summary>How many values are to appear or to come back.</summary>
    public int Delayed => _pending.Count + _returning.Count;

    /// <summary>The values to appear, the earliest first.</summary>
    public IEnumerable<PendingValue> Pending => _pending.OrderBy(pair => pair.Key.Order).Select(pair => pair.Value);

    /// <summary>What is to be kept of a value; null: nothing.</summary>
    public KeptTerm? Of(StoredValue value) =>
        _terms.TryGetValue(value.Index, out var term) ? new KeptTerm(term.Expiry?.Deadline ?? 0, term.Key) : null;

    /// <summary>A value with terms has come. Its key is taken by whoever stores it.</summary>
    /// <param name="value">The value.</param>
    /// <param name="term">Its terms.</param>
    /// <param name="vanish">Called when it is to vanish.</param>
    public void Begin(StoredValue value, KeptTerm term, Action<EffectList> vanish)
    {
        Appointment? expiry = null;
        if (term.Expires != 0) timetable.Add(expiry = new Appointment(term.Expires, vanish));
        _terms.Add(value.Index, (expiry, term.Key));
    }

    /// <summary>The value is gone for good.</summary>
    public void End(StoredValue value)
    {
        if (!_terms.Remove(value.Index, out var term)) return;
        if (term.Expiry is { } expiry) timetable.Remove(expiry);
        if (term.Key.Length > 0) Keys.Drop(term.Key);
    }

    /// <summary>Whether its time was up while it was away.</summary>
    public bool HasExpired(StoredValue value) => _terms.TryGetValue(value.Index, out var term) && term.Expiry?.Deadline <= timetable.Now;

    /// <param name="pending">The value.</param>
    /// <param name="appear">Called when it is due, with the value as it is then.</param>
    public void Await(PendingValue pending, Action<PendingValue, EffectList> appear)
    {
        Appointment? appointment = null;
        appointment = new Appointment(pending.Due, effects =>
        {
            if (_pending.Remove(appointment!, out var due)) appear(due, effects);
        });
        timetable.Add(appointment);
        _pending.Add(appointment, pending);
    }

    public void AwaitReturn(long due, Action<EffectList> comeBack)
    {
        Appointment? appointment = null;
        appointment = new Appointment(due, effects =>
        {
            _returning.Remove(appointment!);
            comeBack(effects);
        });
        timetable.Add(appointment);
        _returning.Add(appointment);
    }

    /// <summary>The variable has become persistent: the same values, by rows.</summary>
    public void Renumber(Func<PendingValue, PendingValue> numbered)
    {
        foreach (var (appointment, pending) in _pending.ToArray()) _pending[appointment] = numbered(pending);
    }

    /// <summary>The variable is deleted.</summary>
    public void Clear()
    {
        foreach (var (expiry, _) in _terms.Values)
        {
            if (expiry is not null) timetable.Remove(expiry);
        }

        foreach (var appointment in _pending.Keys.Concat(_returning)) timetable.Remove(appointment);
        _terms.Clear();
        _pending.Clear();
        _returning.Clear();
        Buried.Clear();
        Keys.Clear();
    }
}
