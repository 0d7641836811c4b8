using System.Text;
using Nws.Server.Engine;
using Nws.Server.Persistence;

namespace Nws.Server.Tests.Persistence;

/// <summary>What is asked for with a store, over a restart of the server.</summary>
public sealed class KeptTermsTests : IDisposable
{
    private readonly DataFolder _folder = new();
    private readonly EffectList _effects = new();
    private SqliteJournal? _journal;
    private WorkspaceEngine? _engine;
    private EngineSession? _session;
    private uint _request;

    public void Dispose()
    {
        _journal?.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Delay_OverARestart_LetsTheValueAppearInTime()
    {
        Start(1000);
        Store("late", new StoreTerms(Priority: 3, Delay: 500, Expires: 100, Key: "k"), 1000);
        Restart(1100);
        Store("again", new StoreTerms(Key: "k"), 1100);
        Assert.Null(Fetch(1499));
        Assert.Equal("late", Fetch(1500));
        Restart(1510);
        Assert.Null(Fetch(1600));
        Assert.Null(_engine!.NextDeadline);
    }

    [Fact]
    public void Expiry_OverARestart_LetsTheValueVanishInTime()
    {
        Start(1000);
        Store("short", new StoreTerms(Expires: 500), 1000);
        Store("long", new StoreTerms(Expires: 5000), 1000);
        Restart(1400);
        Restart(1600);
        Assert.Equal("long", Fetch(1600));
        Assert.Null(Fetch(1600));
        Restart(1700);
        Assert.Null(Fetch(1700));
    }

    [Fact]
    public void Keys_OverARestart_AreKnown()
    {
        Start(1000);
        Store("1", new StoreTerms(Key: "there"), 1000);
        Store("2", new StoreTerms(Key: "gone", KeyFor: 500), 1000);
        Assert.Equal("1", Fetch(1000));
        Store("1", new StoreTerms(Key: "there"), 1000);
        Assert.Equal("2", Fetch(1000));
        Restart(1100);
        Store("3", new StoreTerms(Key: "there"), 1100);
        Store("4", new StoreTerms(Key: "gone"), 1100);
        Restart(1600);
        Store("5", new StoreTerms(Key: "gone"), 1600);
        Assert.Equal("1", Fetch(1600));
        Assert.Equal("5", Fetch(1600));
        Assert.Null(Fetch(1600));
    }

    [Fact]
    public void ReleaseWithDelay_OverARestart_PutsTheValueBackInTime()
    {
        Start(1000);
        Store("1", new StoreTerms(Key: "k"), 1000);
        Store("2", null, 1000);
        long lease = ((Outcome.Delivered)Apply(new Take(_session!, ++_request, TakeKind.Fetch, "w", ["v"], 0, Lease: true), 1000)!).Lease;
        Apply(new Release(_session!, ++_request, [lease], Delay: 500), 1000);
        Restart(1100);
        Assert.Equal("2", Fetch(1499));
        Assert.Null(Fetch(1499));
        Restart(1600);
        Assert.Equal("1 (attempt 2)", Fetch(1600));
        Restart(1700);
        Assert.Null(Fetch(1700));
        Apply(new DeleteVariable(_session!, ++_request, "w", "v"), 1700);
        Restart(1800);
        Assert.Null(_engine!.NextDeadline);
    }

    [Fact]
    public void BuriedValue_OverARestart_StaysAsideUntilItIsReplayed()
    {
        Start(1000);
        Store("1", new StoreTerms(Key: "k"), 1000);
        long lease = ((Outcome.Delivered)Apply(new Take(_session!, ++_request, TakeKind.Fetch, "w", ["v"], 0, Lease: true), 1000)!).Lease;
        Apply(new Bury(_session!, ++_request, [lease], "no such file"), 1200);
        Restart(1300);
        Assert.Null(Fetch(1300));
        Assert.Equal("1 x1: no such file @1200", Nws.Server.Tests.Engine.OutcomeText.Of(Apply(new ListBuried(_session!, ++_request, "w", "v"), 1300)!));
        Store("again", new StoreTerms(Key: "k"), 1300);
        Assert.Equal(new Outcome.Number(1), Apply(new Replay(_session!, ++_request, "w", "v"), 1300));
        Restart(1400);
        Assert.Equal("1 (attempt 2)", Fetch(1400));
        Assert.Null(Fetch(1400));
    }

    [Fact]
    public void DeletedVariable_LeavesNothingInTheFile()
    {
        Start(1000);
        Store("1", new StoreTerms(Key: "k", KeyFor: 500, Expires: 100), 1000);
        Store("2", new StoreTerms(Delay: 100, Key: "l"), 1000);
        Apply(new DeleteVariable(_session!, ++_request, "w", "v"), 1000);
        Restart(1000);
        _journal!.Dispose();
        using var database = SqliteDatabase.Open(_folder.File);
        foreach (string table in (string[])["value", "term", "hold", "buried", "pending", "memory"]) Assert.Equal("0", database.Text($"SELECT count(*) FROM {table}"));
    }

    private void Start(long now)
    {
        _journal = SqliteJournal.Open(_folder.File, NwsDurability.Relaxed, out var state);
        _engine = new WorkspaceEngine(new EngineOptions(Seed: 1), state);
        _engine.Expire(now, _effects);
        _session = _engine.Connect("ann", confirms: false);
        Apply(new OpenWorkspace(_session, ++_request, "w", Create: true, Persistent: true), now);
    }

    private void Restart(long now)
    {
        _journal!.Dispose();
        Start(now);
    }

    private void Store(string value, StoreTerms? terms, long now) =>
        Assert.IsType<Outcome.Done>(Apply(new Store(_session!, ++_request, "w", "v", Encoding.UTF8.GetBytes(value), terms), now));

    private string? Fetch(long now) =>
        Apply(new Take(_session!, ++_request, TakeKind.Fetch, "w", ["v"], Timeout: 0), now) is Outcome.Delivered delivered ? Nws.Server.Tests.Engine.OutcomeText.Of(delivered) : null;

    private Outcome? Apply(EngineCommand command, long now)
    {
        _engine!.Expire(now, _effects);
        _engine.Apply(command, now, _effects);
        var outcome = _effects[_effects.Count - 1].Outcome;
        _effects.Clear();
        var records = new List<JournalRecord>();
        _engine.Ledger!.MoveTo(records);
        _journal!.Commit(records);
        return outcome;
    }
}
