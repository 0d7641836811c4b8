using Nws.Server.Engine;
using Nws.Wire;

namespace Nws.Server.Tests.Engine.Histories;

/// <summary>The half of the model that knows values, those who wait for them, and leases.</summary>
internal sealed class ModelVariables
{
    private readonly List<ModelWait> _waits = [];
    private readonly List<ModelLease> _leases = [];
    private List<Effect> _seen = [];
    private readonly List<ModelLease> _orphans = [];
    private long _now;
    private int _begun;
    private long _variableIds;
    private long _leaseNumbers;

    public List<Effect> Effects { get; private set; } = [];

    /// <summary>All that waits, in the order it came.</summary>
    public IReadOnlyList<ModelWait> Waits => _waits;

    public ModelTally Tally { get; } = new();

    /// <summary>When something ends by itself. A lease whose variable was deleted is no more, but its time is still kept.</summary>
    public long? NextDeadline => _waits.Select(wait => wait.Deadline).Concat(_leases.Concat(_orphans).Select(lease => lease.Deadline)).Min();

    public int InFlight => _leases.Count;

    public IEnumerable<ModelLease> Leases => _leases;

    public void Begin(long now, List<Effect> seen) => (Effects, _now, _seen) = ([], now, seen);

    public bool Holds(EngineSession session, long lease) => _leases.Any(held => held.Session == session && held.Number == lease);

    public VariableInfo Describe(ModelVariable variable)
    {
        var here = _waits.Where(wait => wait.Variables.Contains(variable)).ToList();
        var finders = here.Count(wait => wait.Take.Kind == TakeKind.Find);
        return new VariableInfo(variable.Name, variable.Values.Count, here.Count - finders, finders, variable.Mode);
    }

    public Outcome Store(ModelWorkspace workspace, string name, byte[][] values, StoreTerms? terms)
    {
        var priority = terms?.Priority ?? 0;
        var mode = workspace.Variables.Find(candidate => candidate.Name == name)?.Mode ?? VariableMode.Unknown;
        if (priority != 0 && mode is not (VariableMode.Unknown or VariableMode.Fifo)) return Fail(ErrorCode.BadRequest);
        if (values.Length == 0) return Outcome.Done.Instance;
        var variable = FindOrAdd(workspace, name);
        foreach (var value in values) Add(variable, value, priority);
        Serve(variable);
        return Outcome.Done.Instance;
    }

    private void Add(ModelVariable variable, byte[] value, int priority)
    {
        if (variable.Mode == VariableMode.Unknown) variable.Mode = VariableMode.Fifo;
        if (variable.Mode == VariableMode.Single)
        {
            Tally.Overwritten += variable.Values.Count;
            variable.Values.Clear();
        }

        variable.Values.Add(new ModelValue(value, variable.Stored++, _now, priority));
        Tally.Stored++;
    }

    public Outcome? Take(ModelWorkspace workspace, Take take)
    {
        if (take.After is not null && take.Count is not null) return Fail(ErrorCode.BadRequest);
        if (take.Variables.Length == 0 || (take.After is not null && take.Variables.Length > 1)) return Fail(ErrorCode.BadRequest);
        var present = take.Variables.Select(name => workspace.Variables.Find(variable => variable.Name == name)).ToList();
        if (take.After is { Id: not 0 } && present[0] is null) return Fail(ErrorCode.VariableDeleted);
        foreach (var variable in present.OfType<ModelVariable>())
        {
            if (Answer(variable, take) is { } outcome) return outcome;
        }

        if (take.Timeout == 0) return Outcome.Nothing.Instance;
        var request = take.Request!.Value;
        if (_waits.Any(wait => wait.Take.Session == take.Session && wait.Request == request)) return Fail(ErrorCode.BadRequest);
        var variables = take.Variables.Distinct().Select(name => FindOrAdd(workspace, name)).ToList();
        _waits.Add(new ModelWait(take, request, variables, _now + take.Timeout, ++_begun));
        return null;
    }

    public Outcome Declare(ModelWorkspace workspace, string name, VariableMode mode)
    {
        if (mode == VariableMode.Unknown) return Fail(ErrorCode.BadMode);
        var variable = FindOrAdd(workspace, name);
        if (variable.Mode != VariableMode.Unknown && variable.Mode != mode) return Fail(ErrorCode.ModeConflict);
        variable.Mode = mode;
        foreach (var wait in WaitsIn(variable))
        {
            if (mode is VariableMode.Lifo or VariableMode.Multi && wait.Take.After is not null) End(wait, Fail(ErrorCode.NotIterable));
        }

        return Outcome.Done.Instance;
    }

    public Outcome Delete(ModelWorkspace workspace, string name)
    {
        var variable = workspace.Variables.Find(candidate => candidate.Name == name);
        if (variable is null) return Fail(ErrorCode.NoVariable);
        _orphans.AddRange(_leases.Where(lease => lease.Variable == variable));
        Tally.Deleted += variable.Values.Count + _leases.RemoveAll(lease => lease.Variable == variable);
        foreach (var wait in WaitsIn(variable)) End(wait, Fail(ErrorCode.VariableDeleted));
        workspace.Variables.Remove(variable);
        return Outcome.Done.Instance;
    }

    public Outcome? Confirm(Confirm confirm)
    {
        foreach (var lease in _leases.ToList())
        {
            if (lease.Session == confirm.Session && !lease.HeldByProgram && confirm.Leases.Contains(lease.Number)) Consume(lease.Number);
        }

        return null;
    }

    public void Consume(long lease) => Tally.Consumed += _leases.RemoveAll(held => held.Number == lease);

    public Outcome Release(Release release)
    {
        if (!release.Leases.All(lease => Holds(release.Session, lease))) return Fail(ErrorCode.NoLease);
        var leases = release.Leases.Distinct().Select(number => _leases.Single(held => held.Number == number)).ToList();
        leases.ForEach(Return);
        foreach (var variable in leases.Select(lease => lease.Variable).Distinct()) Serve(variable);
        return Outcome.Done.Instance;
    }

    public bool Renew(EngineSession session, long number)
    {
        if (!Holds(session, number)) return false;
        var lease = _leases.Single(held => held.Number == number);
        if (lease.Take.LeaseTime is { } time) (lease.Deadline, lease.Begun) = (_now + time, ++_begun);
        return true;
    }

    public Outcome Cancel(Cancel cancel)
    {
        var wait = _waits.Find(candidate => candidate.Take.Session == cancel.Session && candidate.Request == cancel.Blocked);
        if (wait is not null) End(wait, Fail(ErrorCode.Cancelled));
        return new Outcome.Flag(wait is not null);
    }

    public void Expire()
    {
        _orphans.RemoveAll(lease => lease.Deadline <= _now);
        while (true)
        {
            var wait = _waits.Where(wait => wait.Deadline <= _now).MinBy(wait => (wait.Deadline, wait.Begun));
            var lease = _leases.Where(lease => lease.Deadline <= _now).MinBy(lease => (lease.Deadline, lease.Begun));
            if (wait is null && lease is null) return;
            if (lease is null || (wait is not null && (wait.Deadline < lease.Deadline || (wait.Deadline == lease.Deadline && wait.Begun < lease.Begun))))
            {
                End(wait!, Outcome.Nothing.Instance);
                continue;
            }

            Return(lease);
            Serve(lease.Variable);
        }
    }

    public void EndSession(EngineSession session)
    {
        _orphans.RemoveAll(lease => lease.Session == session);
        foreach (var wait in _waits.Where(wait => wait.Take.Session == session).ToList()) Forget(wait);
        var leases = _leases.Where(lease => lease.Session == session).OrderBy(lease => lease.Number).ToList();
        foreach (var variable in leases.Select(lease => lease.Variable).Distinct())
        {
            foreach (var lease in leases.Where(lease => lease.Variable == variable)) Return(lease);
            Serve(variable);
        }
    }

    private static Outcome Fail(ErrorCode code) => new Outcome.Failed(code, "");

    private ModelVariable FindOrAdd(ModelWorkspace workspace, string name)
    {
        var variable = workspace.Variables.Find(candidate => candidate.Name == name);
        if (variable is null) workspace.Variables.Add(variable = new ModelVariable(workspace, name, ++_variableIds));
        return variable;
    }

    private List<ModelWait> WaitsIn(ModelVariable variable) => [.. _waits.Where(wait => wait.Variables.Contains(variable))];

    private void Serve(ModelVariable variable)
    {
        foreach (var kind in new[] { TakeKind.Find, TakeKind.Fetch })
        {
            foreach (var wait in WaitsIn(variable).Where(wait => wait.Take.Kind == kind))
            {
                if (Answer(variable, wait.Take) is { } outcome) End(wait, outcome);
            }
        }
    }

    private Outcome? Answer(ModelVariable variable, Take take)
    {
        if (take.After is { Id: not 0 } cursor && cursor.Id != variable.Id) return Fail(ErrorCode.VariableDeleted);
        if (take.After is not null && variable.Mode is VariableMode.Lifo or VariableMode.Multi) return Fail(ErrorCode.NotIterable);
        var seen = take.After is { Id: not 0 } after ? after.Index : -1;
        if (take.Kind == TakeKind.Fetch && variable.Values.Count > 0 && variable.Values.Min(value => value.Index) <= seen)
        {
            return Fail(ErrorCode.NotAtHead);
        }

        if (variable.Values.All(value => value.Index <= seen)) return null;
        if (take.Count is not { } count) return Deliver(variable, take, Choose(variable, seen, take, 0));
        return new Outcome.DeliveredTogether(
            [.. Enumerable.Range(0, Math.Min(count, variable.Values.Count)).Select(position => Deliver(variable, take, Choose(variable, seen, take, position)))]);
    }

    /// <param name="variable">Where.</param>
    /// <param name="seen">The index of the last value the iteration has seen.</param>
    /// <param name="take">For whom.</param>
    /// <param name="position">How many it has been given already.</param>
    private ModelValue Choose(ModelVariable variable, long seen, Take take, int position)
    {
        var candidates = variable.Values.Where(value => value.Index > seen).OrderBy(value => take.After is null ? value.Precedence : 0).ThenBy(value => value.Index).ToList();
        if (variable.Mode == VariableMode.Lifo) return candidates.MaxBy(value => value.Index)!;
        if (variable.Mode != VariableMode.Multi) return candidates[0];
        var given = _seen.Where(effect => effect.Session == take.Session && effect.Request == take.Request).Select(effect => effect.Outcome).FirstOrDefault();
        var bytes = given is Outcome.DeliveredTogether together ? together.Items.ElementAtOrDefault(position)?.Value : (given as Outcome.Delivered)?.Value;
        return candidates.Find(value => value.Bytes == bytes) ?? candidates[0];
    }

    private Outcome.Delivered Deliver(ModelVariable variable, Take take, ModelValue value)
    {
        if (take.Kind == TakeKind.Find) return new Outcome.Delivered(value.Bytes, variable.Name, variable.Id, value.Index, 0, 1);
        variable.Values.Remove(value);
        value.Deliveries++;
        value.IsKept = variable.Workspace.Persistent;
        var number = take.Lease || take.Session.Confirms ? ++_leaseNumbers : 0;
        if (number == 0) Tally.Consumed++;
        else _leases.Add(new ModelLease(number, take, variable, value) { Deadline = _now + take.LeaseTime, Begun = take.LeaseTime is null ? 0 : ++_begun });
        return new Outcome.Delivered(value.Bytes, variable.Name, variable.Id, value.Index, number, value.Deliveries);
    }

    private void Return(ModelLease lease)
    {
        _leases.Remove(lease);
        var isOverwritten = lease.Variable.Mode == VariableMode.Single && lease.Value.Index < lease.Variable.Stored - 1;
        if (isOverwritten) Tally.Overwritten++;
        else lease.Variable.Values.Add(lease.Value);
    }

    private void End(ModelWait wait, Outcome outcome)
    {
        Forget(wait);
        Effects.Add(new Effect(wait.Take.Session, wait.Request, outcome));
    }

    /// <summary>Nobody waits there any more, nothing was stored or declared: then the variable is no more.</summary>
    private void Forget(ModelWait wait)
    {
        _waits.Remove(wait);
        foreach (var variable in wait.Variables)
        {
            if (variable.Mode == VariableMode.Unknown && WaitsIn(variable).Count == 0) variable.Workspace.Variables.Remove(variable);
        }
    }
}
