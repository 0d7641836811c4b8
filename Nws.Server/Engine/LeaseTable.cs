namespace Nws.Server.Engine;

/// <summary>
/// What one session has in flight. Numbers come from a sequence all sessions share, so a number kept from an earlier connection hits
/// nothing. A lease whose variable was deleted has ended, although its entry goes only when it is asked for.
/// </summary>
internal sealed class LeaseTable(Sequence numbers)
{
    private readonly Dictionary<long, Lease> _leases = [];

    public long Grant(Lease lease)
    {
        var number = numbers.Next();
        _leases.Add(number, lease);
        return number;
    }

    public bool Holds(long number) => Holds(number, out _);

    public bool Holds(long number, out Lease lease) => _leases.TryGetValue(number, out lease) && !lease.Variable.IsDeleted;

    public bool TryEnd(long number, out Lease lease) => _leases.Remove(number, out lease) && !lease.Variable.IsDeleted;

    /// <summary>Ends a lease that was only waiting for the value to arrive, and no other.</summary>
    public bool TryConfirm(long number, out Lease lease) =>
        _leases.TryGetValue(number, out lease) && !lease.HeldByProgram && _leases.Remove(number) && !lease.Variable.IsDeleted;

    /// <summary>Ends all leases and gives them in the order they were granted.</summary>
    public Lease[] EndAll()
    {
        var leases = _leases.OrderBy(pair => pair.Key).Select(pair => pair.Value).Where(lease => !lease.Variable.IsDeleted).ToArray();
        _leases.Clear();
        return leases;
    }
}
