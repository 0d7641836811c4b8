using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Nws.Server.Engine;
using Nws.Server.Loop;
using Nws.Server.Tests.Engine;
using Nws.Server.Tests.Persistence;
using Nws.TestKit;

namespace Nws.Server.Tests.Loop;

/// <summary>What is told when, by a loop with a journal that can be held up and can fail.</summary>
public sealed class GroupCommitTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private readonly FakeJournal _journal = new();
    private readonly EngineLoop _loop;
    private uint _request;

    public GroupCommitTests()
    {
        var engine = new WorkspaceEngine(new EngineOptions(Seed: 1), DurableState.Empty);
        _loop = new EngineLoop(engine, new FakeTimeProvider(), NullLogger.Instance, new GroupCommit(_journal, NullLogger.Instance, Patience));
    }

    public void Dispose()
    {
        _journal.Resume();
        _loop.Dispose();
        Assert.True(_journal.IsClosed);
    }

    [Fact]
    public async Task Store_InPersistentWorkspace_IsAnsweredBehindItsCommit()
    {
        var ann = await ConnectAsync();
        _journal.HoldUp();
        uint request = Store(ann, "kept", "x", "v");
        await Eventually.TrueAsync(() => _journal.IsBusy);
        Assert.False(ann.Has(request));

        _journal.Resume();
        await ann.HearsAsync(request, "done");
        Assert.True(_journal.HasStored("v"));
    }

    [Fact]
    public async Task RequestsOfMemoryOnlyWorkspaces_WhileACommitIsHeldUp_AreAnsweredAtOnce()
    {
        var ann = await ConnectAsync();
        _journal.HoldUp();
        uint stored = Store(ann, "kept", "x", "v");
        await Eventually.TrueAsync(() => _journal.IsBusy);

        await ann.HearsAsync(Store(ann, "loose", "x", "v"), "done");
        await ann.HearsAsync(Take(ann, "loose", "x", TakeKind.Find), "v");
        await ann.HearsAsync(Take(ann, "loose", "x", TakeKind.Fetch), "v");
        Assert.False(ann.Has(stored));
    }

    [Fact]
    public async Task ValueNotYetCommitted_IsToldToNobody()
    {
        var (ann, bob) = (await ConnectAsync(), await ConnectAsync());
        uint waiting = Take(bob, "kept", "x", TakeKind.Find);
        _journal.HoldUp();
        Store(ann, "kept", "x", "v");
        uint found = Take(bob, "kept", "x", TakeKind.Find);
        await Eventually.TrueAsync(() => _journal.IsBusy);
        await ann.HearsAsync(Store(ann, "loose", "y", "w"), "done");
        Assert.False(bob.Has(waiting) || bob.Has(found));

        _journal.Resume();
        await bob.HearsAsync(waiting, "v");
        await bob.HearsAsync(found, "v");
    }

    [Fact]
    public async Task AnswersThatRestOnWhatIsNotYetCommitted_WaitForItAlthoughTheyChangeNothing()
    {
        var (ann, bob) = (await ConnectAsync(), await ConnectAsync());
        await ann.HearsAsync(Store(ann, "kept", "taken", "v"), "done");
        await ann.HearsAsync(Send(ann, (session, request) => new Declare(session, request, "kept", "cell", VariableMode.Single)), "done");
        _journal.HoldUp();
        Store(ann, "kept", "cell", "v");
        Store(ann, "kept", "x", "v", new StoreTerms { Key = "once" });
        Send(ann, (session, request) => new DeleteVariable(session, request, "kept", "taken"));
        await Eventually.TrueAsync(() => _journal.IsBusy);

        (uint Request, string Outcome)[] answers =
        [
            (Store(bob, "kept", "cell", "w", new StoreTerms { If = new StoreCondition(null) }), "Conflict"),
            (Store(bob, "kept", "x", "v", new StoreTerms { Key = "once" }), "done"),
            (Send(bob, (session, request) => new DeleteVariable(session, request, "kept", "taken")), "NoVariable"),
            (Send(bob, (session, request) => new Declare(session, request, "kept", "x", VariableMode.Lifo)), "ModeConflict"),
            (Send(bob, (session, request) => new Take(session, request, TakeKind.Find, "kept", ["taken"], Timeout: 0)), "nothing"),
        ];
        await ann.HearsAsync(Store(ann, "loose", "y", "w"), "done");
        Assert.DoesNotContain(answers, answer => bob.Has(answer.Request));

        _journal.Resume();
        foreach (var (request, outcome) in answers) await bob.HearsAsync(request, outcome);
    }

    [Fact]
    public async Task FindOfAVariableThatIsWrittenDown_DoesNotWaitForWhatOthersChangeElsewhere()
    {
        var (ann, bob) = (await ConnectAsync(), await ConnectAsync());
        await ann.HearsAsync(Store(ann, "kept", "x", "v"), "done");
        _journal.HoldUp();
        Store(ann, "kept", "y", "w");
        await Eventually.TrueAsync(() => _journal.IsBusy);

        await bob.HearsAsync(Take(bob, "kept", "x", TakeKind.Find), "v");
        // Whoever hears of x here knows that y was empty.
        uint first = Send(bob, (session, request) => new Take(session, request, TakeKind.Find, "kept", ["z", "x"]));
        uint other = Take(bob, "kept", "y", TakeKind.Find);
        await ann.HearsAsync(Store(ann, "loose", "y", "w"), "done");
        Assert.False(bob.Has(first) || bob.Has(other));

        _journal.Resume();
        await bob.HearsAsync(first, "v");
        await bob.HearsAsync(other, "w");
    }

    [Fact]
    public async Task StoresOfManyClients_WhileOneCommitRuns_ShareTheNext()
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ConnectAsync()));
        await clients[0].HearsAsync(Store(clients[0], "kept", "x", "warm up"), "done");
        int before = _journal.Commits.Count;
        _journal.HoldUp();
        var requests = clients.Select(client => Store(client, "kept", "x", "v")).ToList();
        await Eventually.TrueAsync(() => _journal.IsBusy);

        _journal.Resume();
        await Task.WhenAll(clients.Zip(requests, (client, request) => client.HearsAsync(request, "done")));
        Assert.InRange(_journal.Commits.Count - before, 1, 2);
    }

    [Fact]
    public async Task Answers_OfManyClientsAtOnce_NeverPrecedeTheirCommit()
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ConnectAsync(value => Assert.True(_journal.HasStored(value), value))));
        await Task.WhenAll(clients.Select((client, number) => Task.Run(async () =>
        {
            for (int i = 0; i < 50; i++)
            {
                string value = $"{number}.{i}";
                uint request = Store(client, "kept", "x", value);
                await client.HearsAsync(request, "done");
                Assert.True(_journal.HasStored(value));
                uint fetch = Take(client, "kept", "x", TakeKind.Fetch);
                await client.HearsAsync(fetch, null);
            }
        }))).Soon();
        Assert.All(clients, client => Assert.Empty(client.Faults));
    }

    [Fact]
    public async Task JournalThatFails_RefusesChangesAtOnceAndResumesWhenItCan()
    {
        var ann = await ConnectAsync();
        await ann.HearsAsync(Store(ann, "kept", "x", "before"), "done");
        _journal.Fault = "the disk failed";
        uint caught = Store(ann, "kept", "x", "caught");
        await Eventually.TrueAsync(() => _journal.Failures > 0);

        // A store that comes before the engine has heard of it is caught as well.
        await Eventually.TrueAsync(async () => (await ann.HearsAsync(Store(ann, "kept", "x", "early"), "Storage")).Contains("nothing was done", StringComparison.Ordinal));
        Assert.Contains("nothing was done: the disk failed", await ann.HearsAsync(Store(ann, "kept", "x", "refused"), "Storage"));
        await ann.HearsAsync(Take(ann, "kept", "x", TakeKind.Fetch), "Storage");
        await ann.HearsAsync(Store(ann, "loose", "x", "v"), "done");
        Assert.Contains("not certain", await ann.HearsAsync(caught, "Storage"));

        _journal.Fault = null;
        await Eventually.TrueAsync(() => _journal.HasStored("caught"));
        await Eventually.TrueAsync(async () => (await ann.HearsAsync(Store(ann, "kept", "x", "after"), null)) == "done");
        Assert.True(_journal.HasStored("after"));
        Assert.False(_journal.HasStored("refused"));
    }

    [Fact]
    public async Task JournalThatRecoversInTime_CostsNoAnswer()
    {
        var ann = await ConnectAsync();
        await ann.HearsAsync(Store(ann, "kept", "x", "before"), "done");
        _journal.HoldUp();
        uint caught = Store(ann, "kept", "x", "caught");
        await Eventually.TrueAsync(() => _journal.IsBusy);
        _journal.Fault = "the disk failed";
        _journal.Resume();
        await Eventually.TrueAsync(() => _journal.Failures > 0);
        _journal.Fault = null;
        Assert.Contains(await ann.HearsAsync(caught, null), (string[])["done", "Storage"]);
        Assert.True(_journal.HasStored("caught"));
    }

    [Fact]
    public async Task FullDisk_RefusesValuesAndLetsThemBeTakenOut()
    {
        var ann = await ConnectAsync();
        await ann.HearsAsync(Store(ann, "kept", "x", "first"), "done");
        _journal.Room = 0;
        Assert.Contains("disk of the server is full", await ann.HearsAsync(Store(ann, "kept", "x", "more"), "Storage"));
        await ann.HearsAsync(Store(ann, "loose", "x", "more"), "done");
        await ann.HearsAsync(Take(ann, "kept", "x", TakeKind.Fetch), "first");

        _journal.Room = 1 << 20;
        await ann.HearsAsync(Store(ann, "kept", "x", "again"), "done");
    }

    [Fact]
    public async Task EndOfTheLoop_WithRecordsUnderWay_WritesThemFirst()
    {
        var ann = await ConnectAsync();
        _journal.HoldUp();
        uint first = Store(ann, "kept", "x", "first");
        await Eventually.TrueAsync(() => _journal.IsBusy);
        uint second = Store(ann, "kept", "x", "second");
        var end = Task.Run(_loop.Dispose, TestContext.Current.CancellationToken);
        _journal.Resume();
        await end.Soon();
        Assert.True(_journal.HasStored("first") && _journal.HasStored("second"));
        await ann.HearsAsync(first, "done");
        await ann.HearsAsync(second, "done");
    }

    private async Task<LoopClient> ConnectAsync(Action<string>? delivered = null)
    {
        var session = await _loop.PostAsync((engine, _, _) => engine.Connect("test", confirms: true)).Soon();
        var client = new LoopClient(session, delivered);
        session.Tag = client;
        await client.HearsAsync(Send(new OpenWorkspace(session, ++_request, "kept", Create: true, Persistent: true)), null);
        await client.HearsAsync(Send(new UseWorkspace(session, ++_request, "loose")), null);
        return client;
    }

    private uint Store(LoopClient client, string workspace, string variable, string value, StoreTerms? terms = null) =>
        Send(new Store(client.Session, Interlocked.Increment(ref _request), workspace, variable, Encoding.UTF8.GetBytes(value), terms));

    private uint Take(LoopClient client, string workspace, string variable, TakeKind kind) =>
        Send(new Take(client.Session, Interlocked.Increment(ref _request), kind, workspace, [variable]));

    private uint Send(LoopClient client, Func<EngineSession, uint, EngineCommand> command) => Send(command(client.Session, Interlocked.Increment(ref _request)));

    private uint Send(EngineCommand command)
    {
        _loop.Enqueue(command);
        _loop.Run();
        return command.Request!.Value;
    }
}
