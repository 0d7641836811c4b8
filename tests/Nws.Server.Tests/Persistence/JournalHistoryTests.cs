using FsCheck;
using FsCheck.Fluent;
using Nws.Server.Engine;
using Nws.Server.Persistence;
using Nws.Server.Tests.Engine.Histories;
using Outcome = Nws.Server.Engine.Outcome;

namespace Nws.Server.Tests.Persistence;

/// <summary>Random histories of an engine that keeps its persistent workspaces, held against the model of what they hold.</summary>
public sealed class JournalHistoryTests
{
    private const int Histories = 500;
    private const int HistoriesOnDisk = 25;
    private const int LongestHistory = 150;

    [Fact]
    public void AnyHistory_RecordsAfterEveryStep_GiveTheStateOfTheModel()
    {
        Check(Histories, history =>
        {
            var kept = new KeptState();
            HistoryRun.Of(history, run =>
            {
                kept.Apply(Take(run.Engine));
                Assert.Equal(KeptState.TextOf(run.Model), kept.ToString());
            });
        });
    }

    [Fact]
    public void AnyHistory_WrittenAndReadBack_GivesAnEngineInTheSameState()
    {
        Check(HistoriesOnDisk, history =>
        {
            using var folder = new DataFolder();
            var kept = new KeptState();
            using (var journal = SqliteJournal.Open(folder.File, NwsDurability.Relaxed, out var empty))
            {
                Assert.Empty(empty.Workspaces);
                HistoryRun.Of(history, run =>
                {
                    var records = Take(run.Engine);
                    journal.Commit(records);
                    kept.Apply(records);
                });
            }
            using var reopened = SqliteJournal.Open(folder.File, NwsDurability.Relaxed, out var state);
            Assert.Equal(kept.ToString(), KeptState.TextOf(state));

            var engine = new WorkspaceEngine(new EngineOptions(Seed: 1), state);
            kept.Apply(Take(engine));
            Assert.Equal(kept.ToString(), Drained(engine, state));
        });
    }

    private static List<JournalRecord> Take(WorkspaceEngine engine)
    {
        var records = new List<JournalRecord>();
        engine.Ledger!.MoveTo(records);
        return records;
    }

    /// <summary>The state in which every value has been fetched, and so has told its index and how often it was delivered.</summary>
    private static string Drained(WorkspaceEngine engine, DurableState state)
    {
        var session = engine.Connect("reader", confirms: true);
        var effects = new EffectList();
        var workspaces = new List<DurableWorkspace>();
        foreach (var workspace in state.Workspaces)
        {
            engine.Apply(new UseWorkspace(session, null, workspace.Name), 0, effects);
            workspaces.Add(workspace with { Variables = [.. workspace.Variables.Select(variable => variable with { Values = [.. Fetch(workspace.Name, variable)] })] });
        }
        return KeptState.TextOf(state with { Workspaces = workspaces });

        IEnumerable<StoredValue> Fetch(string workspace, DurableVariable variable)
        {
            while (true)
            {
                engine.Apply(new Take(session, 1, TakeKind.Fetch, workspace, [variable.Name], Timeout: 0), 0, effects);
                var outcome = effects[0].Outcome;
                effects.Clear();
                if (outcome is not Outcome.Delivered delivered) yield break;
                Assert.Equal(variable.Id, delivered.Id);
                var kept = variable.Values.Single(value => value.Index == delivered.Index);
                yield return new StoredValue(delivered.Value, delivered.Index, delivered.Attempt - 1, 0, kept.Time, kept.Priority);
            }
        }
    }

    private static void Check(int count, Action<History> property)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(count).WithStartSize(5).WithEndSize(LongestHistory).WithQuietOnSuccess(true);
        Prop.ForAll(History.Any, property).Check(config);
    }
}
