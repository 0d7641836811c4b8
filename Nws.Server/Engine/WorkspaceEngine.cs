using System.Diagnostics;

namespace Nws.Server.Engine;

/// <summary>
/// All workspaces and who waits in them. A command goes in, its effects come out; nothing here does I/O, reads a clock, locks or waits.
/// One thread at a time drives it: commands in the order they came, and before a batch <see cref="Expire"/> with the present time.
/// Within one command those who had waited are answered first, in the order that is fair to them, the command itself last.
/// What persistent workspaces must not forget goes into the <see cref="Ledger"/>; answers that depend on it say so in their position.
/// A new command needs a record in EngineCommand.cs and one line in <c>Execute</c>.
/// </summary>
internal sealed class WorkspaceEngine
{
    private readonly WorkspaceDirectory _directory;
    private readonly Timetable _timetable = new();
    private readonly Capacity _capacity;
    private readonly WatchDesk _watches;
    private readonly Dictionary<long, EngineSession> _present = [];
    private readonly SessionDesk _sessions;
    private readonly WaitBoard _waits;
    private readonly Sequence _sessionIds = new();
    private readonly Sequence _leaseNumbers;

    /// <param name="options">How to run.</param>
    /// <param name="kept">What to begin with, for a server that keeps its persistent workspaces; null: they are not written down.</param>
    public WorkspaceEngine(EngineOptions options, DurableState? kept = null)
    {
        if (kept is not null) Ledger = new Ledger(kept.LastRow, DiskPolicy.Of(options));
        (_capacity, _watches, _sessions) = (new Capacity(options, Ledger), new WatchDesk(_timetable, options), new SessionDesk(_timetable));
        kept ??= DurableState.Empty;
        _leaseNumbers = new Sequence(kept.FirstNumber);
        _directory = new WorkspaceDirectory(_timetable, _capacity, _watches, options.Seed is { } seed ? new Random(seed) : new Random(), kept, Ledger);
        Survey = new Survey(_directory, _present, _capacity, _watches);
        _waits = new WaitBoard(_directory, _timetable);
    }

    /// <summary>Size of all values, with what each counts beside its own bytes.</summary>
    public long Bytes => _capacity.Bytes;

    /// <summary>What is to be written down; null: nothing is.</summary>
    public Ledger? Ledger { get; }

    /// <summary>What it has done.</summary>
    public OperationCounts Operations { get; } = new();

    /// <summary>What is there, for people who look.</summary>
    public Survey Survey { get; }

    /// <summary>
    /// When <see cref="Expire"/> has something to do again, in milliseconds on the clock of <c>now</c>; null: nothing ends by itself.
    /// </summary>
    public long? NextDeadline => _timetable.Next;

    /// <summary>Begins a session; <see cref="EngineSession"/> tells what its label and its confirming are for.</summary>
    public EngineSession Connect(string label, bool confirms, string language = "")
    {
        var session = new EngineSession(_sessionIds.Next(), label, confirms, _leaseNumbers, _timetable, language);
        _present.Add(session.Id, session);
        return session;
    }

    /// <inheritdoc cref="WaitBoard.Read"/>
    public IReadOnlyList<WaitInfo> Waits(string? workspace, int count, Predicate<string>? visible, long now)
    {
        _timetable.Now = now;
        return _waits.Read(workspace, count, visible);
    }

    /// <summary>Begins a session that confirms and outlasts its connections: each may be lost for <paramref name="grace"/> milliseconds.</summary>
    public EngineSession Connect(string label, string key, long grace, string language = "")
    {
        var session = new EngineSession(_sessionIds.Next(), label, confirms: true, _leaseNumbers, _timetable, language) { Key = key, Grace = grace };
        _sessions.Add(session);
        _present.Add(session.Id, session);
        return session;
    }

    /// <summary>The session has lost its connection. One that can be resumed stays as it is for its grace, any other ends.</summary>
    public void Detach(EngineSession session, long now, EffectList effects)
    {
        if (session.Key is null)
        {
            Disconnect(session, now, effects);
            return;
        }

        if (session.HasEnded) return;
        _timetable.Now = now;
        _sessions.Detach(session, due => End(session, due));
    }

    /// <summary>The session with that key; null: there is none, or its grace is over.</summary>
    public EngineSession? Find(string key) => _sessions.Find(key);

    /// <summary>The session has a connection again.</summary>
    public void Resume(EngineSession session) => _sessions.Resume(session);

    /// <summary>Carries out the command at the time <paramref name="now"/>: milliseconds on any clock that never goes back.</summary>
    public void Apply(EngineCommand command, long now, EffectList effects)
    {
        if (command.Session.HasEnded) return;
        _timetable.Now = now;
        command.Session.Activity.Note(command, now);
        Operations.Note(command);
        var (first, position, left) = (effects.Count, Ledger?.Position, Ledger?.Left);
        if (((command.Session.Repeated is null ? null : Repetition.Refuse(command)) ?? Execute(command, effects)) is { } outcome) Reply(command, outcome, effects);
        if (Ledger is not null && Ledger.Left != left) command.Session.LeavesOnDisk();
        _watches.Flush(effects);
        AwaitLedger(effects, first, position);
    }

    /// <summary>Lets happen what is due: waits give up, leases end. In the order of time, and of what was due together the one that began first.</summary>
    public void Expire(long now, EffectList effects)
    {
        _timetable.Now = now;
        while (_timetable.TakeDue() is { } due)
        {
            var (first, position) = (effects.Count, Ledger?.Position);
            due.Happen(effects);
            _watches.Flush(effects);
            AwaitLedger(effects, first, position);
        }
    }

    /// <summary>
    /// Ends the session: its blocked requests vanish, what it had in flight goes back and serves whoever waits, and then the workspaces
    /// that end with it are deleted.
    /// </summary>
    public void Disconnect(EngineSession session, long now, EffectList effects)
    {
        _timetable.Now = now;
        var (first, position) = (effects.Count, Ledger?.Position);
        End(session, effects);
        _watches.Flush(effects);
        AwaitLedger(effects, first, position);
    }

    private void End(EngineSession session, EffectList effects)
    {
        if (session.HasEnded) return;
        session.HasEnded = session.Client.HasLeft = true;
        _sessions.End(session);
        _present.Remove(session.Id);
        foreach (var waiter in session.Waiters.Values.ToArray()) waiter.Leave();
        _watches.EndSession(session);
        foreach (var returning in session.Leases.EndAll().GroupBy(lease => lease.Variable))
        {
            foreach (var lease in returning) lease.Variable.Held.Return(lease.Value);
            returning.Key.Serve(effects);
        }

        _directory.EndSession(session, effects);
    }

    private void Reply(EngineCommand command, Outcome outcome, EffectList effects)
    {
        if (command.Request is null) return;
        effects.Add(command.Session, command.Request, outcome);
        if (Ledger is null || command is not WorkspaceCommand { Workspace: var name } || !Disclosure.Tells(command, outcome)) return;
        if (_directory.Find(name) is { IsPersistent: true }) effects.AwaitNewest(Ledger.Position);
    }

    private void AwaitLedger(EffectList effects, int first, long? position)
    {
        if (Ledger is not null) effects.Await(first, Ledger.Position, changed: Ledger.Position != position);
    }

    /// <summary>The command's own answer; null if it has none or has to wait for it.</summary>
    private Outcome? Execute(EngineCommand command, EffectList effects) => command switch
    {
        Store store => Execute(store, effects),
        Take take => Execute(take),
        Confirm confirm => Settlement.Execute(confirm),
        Complete complete => Settlement.Execute(complete, _capacity, effects),
        Release release => Settlement.Execute(release, effects),
        Renew renew => Settlement.Execute(renew),
        StoreAll all => Execute(all, effects),
        Bury bury => Graveyard.Execute(bury),
        ListBuried list => Graveyard.Execute(list),
        Replay replay => Graveyard.Execute(replay, effects),
        BeginWatch begin => _watches.Execute(begin),
        AwaitChanges next => _watches.Execute(next),
        EndWatch end => _watches.Execute(end, effects),
        Cancel cancel => Execute(cancel, effects),
        Declare declare => Execute(declare, effects),
        DeleteVariable delete => Execute(delete, effects),
        RemoveValue remove => Execute(remove),
        OpenWorkspace open => _directory.Open(open),
        UseWorkspace use => _directory.Use(use),
        MakeTemporary make => _directory.MakeTemporary(make),
        DeleteWorkspace delete => _directory.Delete(delete, effects),
        ListWorkspaces list => _directory.List(list),
        ListVariables list => _directory.ListVariables(list),
        Reopen reopen => _directory.Reopen(reopen),
        ListWaits list => _waits.Execute(list),
        _ => throw new UnreachableException($"{command.GetType()} is no command of the engine."),
    };

    private Outcome Execute(Store store, EffectList effects)
    {
        if (!store.Session.TryResolve(store.Workspace, out var workspace, out var failure)) return failure;
        if (Storage.RefuseStore(workspace, store.Value.Length) is { } refusal) return refusal;
        if (store.Terms is { } terms && Answer(terms, workspace, store.Variable) is { } answer) return answer;
        if (_capacity.Refuse(workspace, store.Variable, 1, store.Value.Length) is { } full) return full;
        workspace.FindOrAdd(store.Variable).Store(store.Value, store.Terms, store.Session.Client, effects);
        return Outcome.Done.Instance;
    }

    private Outcome Execute(StoreAll all, EffectList effects)
    {
        if (!all.Session.TryResolve(all.Workspace, out var workspace, out var failure)) return failure;
        var bytes = all.Values.Sum(value => (long)value.Length);
        if (Storage.RefuseStore(workspace, bytes) is { } refusal) return refusal;
        if (all.Terms is { } terms && Answer(terms, workspace, all.Variable) is { } answer) return answer;
        if (_capacity.Refuse(workspace, all.Variable, all.Values.Length, bytes) is { } full) return full;
        if (all.Values.Length > 0) workspace.FindOrAdd(all.Variable).StoreAll(all.Values, all.Terms, all.Session.Client, effects);
        return Outcome.Done.Instance;
    }

    /// <summary>What becomes of a store on these terms without doing it; null: it is to be done.</summary>
    private static Outcome? Answer(StoreTerms terms, Workspace workspace, string name)
    {
        var variable = workspace.Find(name);
        if (variable is null) return terms.If is null ? null : Failure.ConditionNeedsSingle(workspace.Name, name);
        if (terms.Key is { } key && variable.Held.Knows(key)) return Outcome.Done.Instance;
        return variable.Refuse(terms);
    }

    private Outcome? Execute(Take take)
    {
        if (take.Request is not { } request) return null;
        if (!take.Session.TryResolve(take.Workspace, out var workspace, out var failure)) return failure;
        if (Refuse(take, workspace) is { } refusal) return refusal;
        if (take.Kind == TakeKind.Fetch && Storage.RefuseChange(workspace) is { } fault) return fault;
        foreach (var name in take.Variables)
        {
            if (workspace.Find(name)?.Answer(take) is { } outcome) return outcome;
        }

        return take.Timeout <= 0 ? Outcome.Nothing.Instance : Wait(take, request, workspace);
    }

    private static Outcome? Refuse(Take take, Workspace workspace)
    {
        if (take.Variables.Length == 0) return Failure.NoVariableNamed(take.Workspace);
        if (take.After is not { } cursor) return null;
        if (take.Count is not null) return Failure.IterationIsOneByOne(take.Workspace);
        if (take.Variables.Length > 1) return Failure.IterationNeedsOneVariable(take.Workspace);
        var isGone = cursor.Id != 0 && workspace.Find(take.Variables[0]) is null;
        return isGone ? Failure.CursorOutdated(take.Workspace, take.Variables[0]) : null;
    }

    private Outcome? Wait(Take take, uint request, Workspace workspace)
    {
        if (_capacity.RefuseWait(workspace, take.Variables) is { } full) return full;
        var waiter = new Waiter(take, request, _timetable);
        if (!take.Session.Waiters.TryAdd(request, waiter)) return Failure.RequestInUse(request);
        foreach (var name in take.Variables) workspace.FindOrAdd(name).Add(waiter);
        _timetable.Add(waiter);
        return null;
    }

    private static Outcome Execute(Cancel cancel, EffectList effects)
    {
        if (!cancel.Session.Waiters.TryGetValue(cancel.Blocked, out var waiter))
            return WatchDesk.Cancel(cancel.Session, cancel.Blocked, effects) ? Outcome.Flag.True : Outcome.Flag.False;
        waiter.End(Failure.Cancelled(waiter.Take), effects);
        return Outcome.Flag.True;
    }

    private static Outcome Execute(Declare declare, EffectList effects)
    {
        if (!declare.Session.TryResolve(declare.Workspace, out var workspace, out var failure)) return failure;
        if (declare.Mode == VariableMode.Unknown) return Failure.BadMode(declare.Workspace, declare.Variable);
        if (Storage.RefuseStore(workspace, 0) is { } refusal) return refusal;
        var variable = workspace.FindOrAdd(declare.Variable);
        return variable.Declare(declare.Mode, effects) ? Outcome.Done.Instance : Failure.ModeConflict(variable, declare.Mode);
    }

    private static Outcome Execute(DeleteVariable delete, EffectList effects)
    {
        if (!delete.Session.TryResolve(delete.Workspace, out var workspace, out var failure)) return failure;
        if (workspace.Find(delete.Variable) is not { } variable) return Failure.NoVariable(delete.Workspace, delete.Variable);
        if (Storage.RefuseChange(workspace) is { } refusal) return refusal;
        workspace.Forget(variable);
        variable.Delete(effects);
        return Outcome.Done.Instance;
    }

    private static Outcome Execute(RemoveValue remove)
    {
        if (!remove.Session.TryResolve(remove.Workspace, out var workspace, out var failure)) return failure;
        if (workspace.Find(remove.Variable) is not { } variable) return Failure.NoVariable(remove.Workspace, remove.Variable);
        if (Storage.RefuseChange(workspace) is { } refusal) return refusal;
        return variable.Held.Remove(remove.Index) ? Outcome.Flag.True : Outcome.Flag.False;
    }
}
