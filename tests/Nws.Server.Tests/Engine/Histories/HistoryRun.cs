using System.Text;
using Nws.Server.Engine;

namespace Nws.Server.Tests.Engine.Histories;

/// <summary>Lets a history happen to the engine and to the model, and compares them after every step.</summary>
internal sealed class HistoryRun
{
    private readonly WorkspaceEngine _engine;
    private readonly Action<HistoryRun>? _afterStep;
    private readonly ModelEngine _model = new();
    private readonly EngineSession?[] _sessions = new EngineSession?[4];
    private readonly EffectList _effects = new();
    private readonly StringBuilder _transcript = new();
    private readonly StepCommands _commands = new();
    private readonly EngineSession _observer;
    private long _now;

    private HistoryRun(Action<HistoryRun>? afterStep)
    {
        _afterStep = afterStep;
        _engine = new WorkspaceEngine(new EngineOptions(Seed: 1), afterStep is null ? null : DurableState.Empty);
        _observer = _engine.Connect("observer", confirms: false);
    }

    public WorkspaceEngine Engine => _engine;

    public ModelEngine Model => _model;

    public static void Of(History history) => Of(history, afterStep: null);

    /// <param name="history">What happens.</param>
    /// <param name="afterStep">Looks at an engine that keeps its persistent workspaces, after every step and after all sessions have ended; null: it keeps nothing.</param>
    public static void Of(History history, Action<HistoryRun>? afterStep)
    {
        var run = new HistoryRun(afterStep);
        try
        {
            foreach (var step in history.Steps) run.Take(step);
            for (var slot = 0; slot < run._sessions.Length; slot++) run.Disconnect(slot);
            run.CompareState();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.Message}\nWhat happened:\n{run._transcript}", e);
        }
    }

    private void Take(Step step)
    {
        var dice = new Dice(step.Number);
        // Now and then long enough for one priority to age past another.
        _now += dice.Roll(30) == 0 ? StoredValue.PointOfPriority * (1 + dice.Roll(2)) : dice.Roll(3);
        _engine.Expire(_now, _effects);
        _commands.Learn(EffectText.ToList(_effects));
        Compare($"time {_now}", _model.Expire(_now, EffectText.ToList(_effects)), inOrder: true);
        var slot = dice.Roll(_sessions.Length);
        if (step.Kind == StepKind.Disconnect) Disconnect(slot);
        else if (step.Kind != StepKind.Wait) Apply(_commands.Next(step.Kind, SessionIn(slot), dice));
        CompareState();
    }

    private EngineSession SessionIn(int slot)
    {
        if (_sessions[slot] is { } present) return present;
        var session = _engine.Connect($"s{slot}", confirms: slot % 2 == 1);
        _sessions[slot] = session;
        Apply(new UseWorkspace(session, 0, "w"));
        return session;
    }

    private void Apply(EngineCommand command)
    {
        _engine.Apply(command, _now, _effects);
        var seen = EffectText.ToList(_effects);
        _commands.Learn(seen);
        var inOrder = command is not (DeleteVariable or DeleteWorkspace or Declare);
        Compare(EffectText.Of(command), _model.Apply(command, _now, seen), inOrder);
    }

    private void Disconnect(int slot)
    {
        if (_sessions[slot] is not { } session) return;
        _sessions[slot] = null;
        _engine.Disconnect(session, _now, _effects);
        var seen = EffectText.ToList(_effects);
        _commands.Learn(seen);
        Compare($"{session.Label} disconnects", _model.Disconnect(session, _now, seen), inOrder: false);
    }

    private void Compare(string what, List<Effect> expected, bool inOrder)
    {
        IEnumerable<string> had = EffectText.ToList(_effects).Select(EffectText.Of);
        var shouldHave = expected.Select(EffectText.Of);
        if (!inOrder) (had, shouldHave) = (had.Order(), shouldHave.Order());
        var (actual, wanted) = (string.Join("\n    ", had), string.Join("\n    ", shouldHave));
        if (!what.StartsWith("time", StringComparison.Ordinal) || actual != "") _transcript.Append($"{what}\n    {actual}\n");
        _effects.Clear();
        Assert.True(actual == wanted, $"After '{what}' the engine said\n    {actual}\nand not\n    {wanted}");
    }

    /// <summary>What can be seen from outside, and what must hold whatever happened.</summary>
    private void CompareState()
    {
        _afterStep?.Invoke(this);
        CompareListings();
        Assert.Equal(_model.Variables.NextDeadline, _engine.NextDeadline);
        foreach (var session in _sessions.OfType<EngineSession>())
        {
            var blocked = _model.Variables.Waits.Where(wait => wait.Take.Session == session).Select(wait => wait.Request);
            Assert.Equal(blocked.Order(), session.Waiters.Keys.Order());
        }

        var tally = _model.Variables.Tally;
        var inFlight = _sessions.OfType<EngineSession>().Sum(session => _commands.Leases.Count(session.Leases.Holds));
        Assert.Equal(_model.Variables.InFlight, inFlight);
        Assert.Equal(tally.Stored, tally.Consumed + tally.Overwritten + tally.Deleted + inFlight + ValuesPresent());
    }

    private void CompareListings()
    {
        EngineCommand[] listings =
        [
            new ListWorkspaces(_observer, 0, WithVariables: true),
            .. _model.Workspaces.Select(workspace => new ListVariables(_observer, 0, workspace.Name)),
        ];
        foreach (var listing in listings)
        {
            var answer = Answer(listing);
            Assert.Equal(OutcomeText.Of(_model.Apply(listing, _now, [])[0].Outcome), OutcomeText.Of(answer));
        }
    }

    private int ValuesPresent() => _model.Workspaces
        .Select(workspace => (Outcome.Variables)Answer(new ListVariables(_observer, 0, workspace.Name)))
        .Sum(listing => listing.Infos.Sum(info => info.Values));

    private Outcome Answer(EngineCommand listing)
    {
        _engine.Apply(listing, _now, _effects);
        var outcome = _effects[0].Outcome;
        _effects.Clear();
        return outcome;
    }
}
