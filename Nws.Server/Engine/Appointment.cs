namespace Nws.Server.Engine;

/// <summary>Something that a variable is to do when the time has come.</summary>
internal sealed class Appointment : Timed
{
    private readonly Action<EffectList> _act;

    public Appointment(long deadline, Action<EffectList> act) => (Deadline, _act) = (deadline, act);

    public override void Happen(EffectList effects) => _act(effects);
}
