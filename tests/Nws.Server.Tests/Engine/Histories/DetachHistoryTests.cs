using FsCheck;
using FsCheck.Fluent;
using Nws.Server.Engine;

namespace Nws.Server.Tests.Engine.Histories;

/// <summary>Sessions that lose their connections and resume are told the same as sessions that keep them, whatever happens.</summary>
public class DetachHistoryTests
{
    private const int Count = 400;
    private const long Grace = 1L << 40;

    [Fact]
    public void AnyHistory_WithLossesInBetween_HasTheSameEffects()
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(Count).WithStartSize(5).WithEndSize(150).WithQuietOnSuccess(true);

        Prop.ForAll(History.Any, Compare).Check(config);
    }

    private static void Compare(History history)
    {
        var (steady, shaken) = (new Run(loses: false), new Run(loses: true));
        foreach (var step in history.Steps)
        {
            string wanted = steady.Take(step);
            Assert.Equal(wanted, shaken.Take(step));
        }
    }

    private sealed class Run(bool loses)
    {
        private readonly WorkspaceEngine _engine = new(new EngineOptions(Seed: 1), DurableState.Empty);
        private readonly EngineSession?[] _sessions = new EngineSession?[4];
        private readonly StepCommands _commands = new();
        private readonly EffectList _effects = new();
        private long _now;
        private int _keys;

        /// <summary>Everything that was told because of the step.</summary>
        public string Take(Step step)
        {
            var dice = new Dice(step.Number);
            _now += dice.Roll(3);
            Shake(new Dice(step.Number ^ 0x5a5a));
            _engine.Expire(_now, _effects);
            var slot = dice.Roll(_sessions.Length);
            if (step.Kind == StepKind.Disconnect) Disconnect(slot);
            else if (step.Kind != StepKind.Wait) _engine.Apply(_commands.Next(step.Kind, SessionIn(slot), dice), _now, _effects);
            var seen = EffectText.ToList(_effects);
            _commands.Learn(seen);
            _effects.Clear();
            return string.Join("\n", seen.Select(EffectText.Of));
        }

        private void Shake(Dice dice)
        {
            foreach (var session in _sessions.OfType<EngineSession>())
            {
                bool toggles = dice.Roll(2) == 0;
                if (!loses || !toggles) continue;
                if (session.Ending is null) _engine.Detach(session, _now, _effects);
                else _engine.Resume(_engine.Find(session.Key!)!);
            }
        }

        private EngineSession SessionIn(int slot)
        {
            if (_sessions[slot] is { } present) return present;
            var session = _engine.Connect($"s{slot}", $"key {_keys++}", Grace);
            _sessions[slot] = session;
            _engine.Apply(new UseWorkspace(session, 0, "w"), _now, _effects);
            return session;
        }

        private void Disconnect(int slot)
        {
            if (_sessions[slot] is not { } session) return;
            _sessions[slot] = null;
            _engine.Disconnect(session, _now, _effects);
        }
    }
}
