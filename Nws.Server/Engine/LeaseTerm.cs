namespace Nws.Server.Engine;

/// <summary>How long a lease lasts unless it is renewed. At its end the value goes back as if the connection had closed.</summary>
internal sealed class LeaseTerm : Timed
{
    private readonly LeaseTable _leases;
    private readonly long _number;
    private readonly long _milliseconds;
    private readonly Timetable _timetable;

    public LeaseTerm(LeaseTable leases, long number, long milliseconds, Timetable timetable)
    {
        (_leases, _number, _milliseconds, _timetable) = (leases, number, milliseconds, timetable);
        Begin();
    }

    /// <summary>From now on it lasts its full time again.</summary>
    public void Renew()
    {
        End();
        Begin();
    }

    public void End() => _timetable.Remove(this);

    public override void Happen(EffectList effects)
    {
        if (!_leases.TryEnd(_number, out var lease)) return;
        lease.Variable.Return(lease.Value);
        lease.Variable.Serve(effects);
    }

    private void Begin()
    {
        Deadline = _timetable.In(_milliseconds);
        _timetable.Add(this);
    }
}
