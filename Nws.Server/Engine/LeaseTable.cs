namespace Nws.Server.Engine;

/// <summary>
/// What one session has in flight. Numbers come from a sequence all sessions share, so a number kept from an earlier connection hits
/// nothing. A lease whose variable was deleted has ended, although its entry goes only when it is asked for.
/// </summary>
internal sealed class LeaseTable(Sequence numbers, Timetable timetable)
{
    private readonly Dictionary<long, Lease> _leases = [];

    /// <summary>Those that have not ended.</summary>
    public IEnumerable<Lease> All => _leases.Values.Where(lease => !lease.Variable.IsDeleted);

    /// <param name="variable">Where the value comes from.</param>
    /// <param name="value">The value.</param>
    /// <param name="heldByProgram">Whether it was asked for on lease.</param>
    /// <param name="milliseconds">How long the lease lasts; null: as long as the session.</param>
    /// <returns>The number of the lease.</returns>
    public long Grant(Variable variable, StoredValue value, bool heldByProgram, long? milliseconds)
    {
        var number = numbers.Next();
        var term = milliseconds is { } time ? new LeaseTerm(this, number, time, timetable) : null;
        _leases.Add(number, new Lease(variable, value, heldByProgram, term));
        return number;
    }

    /// <summary>What the program holds, not what is on its way to it.</summary>
    public IEnumerable<Lease> Held => _leases.Values.Where(lease => lease.HeldByProgram && !lease.Variable.IsDeleted);

    public bool Holds(long number) => Holds(number, out _);

    public bool Holds(long number, out Lease lease) => _leases.TryGetValue(number, out lease) && !lease.Variable.IsDeleted;

    public bool TryEnd(long number, out Lease lease)
    {
        if (!_leases.Remove(number, out lease)) return false;
        lease.Term?.End();
        return !lease.Variable.IsDeleted;
    }

    /// <summary>Ends a lease that was only waiting for the value to arrive, and no other.</summary>
    public bool TryConfirm(long number, out Lease lease) =>
        _leases.TryGetValue(number, out lease) && !lease.HeldByProgram && _leases.Remove(number) && !lease.Variable.IsDeleted;

    /// <summary>Gives a lease its full time again, if it has a limit; false if it has ended.</summary>
    public bool TryRenew(long number)
    {
        if (!Holds(number, out var lease)) return false;
        lease.Term?.Renew();
        return true;
    }

    /// <summary>Ends all leases and gives them in the order they were granted.</summary>
    public Lease[] EndAll()
    {
        foreach (var lease in _leases.Values) lease.Term?.End();
        var leases = _leases.OrderBy(pair => pair.Key).Select(pair => pair.Value).Where(lease => !lease.Variable.IsDeleted).ToArray();
        _leases.Clear();
        return leases;
    }
}
