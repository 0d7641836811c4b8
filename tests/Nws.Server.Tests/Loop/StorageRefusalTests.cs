using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Nws.Server.Engine;
using Nws.Server.Loop;
using Nws.Server.Tests.Persistence;
using Nws.TestKit;

namespace Nws.Server.Tests.Loop;

/// <summary>What exactly is said of each request while the disk is full, and while it fails; and that all goes on behind it.</summary>
public sealed class StorageRefusalTests : IDisposable
{
    private const string Full = "Persistent workspace 'kept' takes nothing more, nothing was done: the disk of the server is full. Values can be fetched and deleted.";
    private const string Failing = "Persistent workspace 'kept' cannot be changed, nothing was done: the disk is full";
    private const string Uncertain = "It is not certain that this will last: it was done in memory, or rests on what was, and could not be written down until now: the disk is full";

    private readonly FakeJournal _journal = new();
    private readonly EngineLoop _loop;
    private LoopClient _ann = null!;
    private uint _request;

    public StorageRefusalTests()
    {
        var engine = new WorkspaceEngine(new EngineOptions(Seed: 1), DurableState.Empty);
        _loop = new EngineLoop(engine, new FakeTimeProvider(), NullLogger.Instance, new GroupCommit(_journal, NullLogger.Instance, TimeSpan.FromMilliseconds(200)));
    }

    public void Dispose() => _loop.Dispose();

    [Fact]
    public async Task FullDisk_RefusesWhatComes_AndLetsGoWhatGoes()
    {
        long lease = await BeginAsync();
        _journal.Room = 0;
        foreach (var coming in Coming(lease)) Assert.Equal(Full, await HearsAsync(coming, "Storage"));
        Assert.Equal(Full.Replace("kept", "loose", StringComparison.Ordinal), await HearsAsync((session, id) => new OpenWorkspace(session, id, "loose", Persistent: true), "Storage"));

        await HearsAsync((session, id) => new Take(session, id, TakeKind.Find, "kept", ["x"]), "v0");
        foreach (var (going, answer) in Going(lease)) await HearsAsync(going, answer);
        _journal.Room = 1 << 20;
        await HearsAsync((session, id) => new OpenWorkspace(session, id, "kept", Persistent: true), null);
        await HearsAsync(Store("kept"), "done");
    }

    [Fact]
    public async Task FailingDisk_RefusesEveryChange_AnswersTheRest_AndGoesOnByItself()
    {
        long lease = await BeginAsync();
        await HearsAsync((session, id) => new Store(session, id, "kept", "zone", "q"u8.ToArray()), "done");
        _journal.Fault = "the disk is full";
        uint caught = Send(Store("kept", "caught"));
        await Eventually.TrueAsync(() => _journal.Failures > 0);
        // A store that comes before the engine has heard of it is caught as well.
        await Eventually.TrueAsync(async () => await HearsAsync(Store("kept", "early"), "Storage") == Failing);
        foreach (var change in Coming(lease).Concat(Going(lease).Select(going => going.Command))) Assert.Equal(Failing, await HearsAsync(change, "Storage"));
        Assert.Equal(Uncertain, await _ann.HearsAsync(caught, "Storage"));
        Assert.Equal(Uncertain, await HearsAsync((session, id) => new Take(session, id, TakeKind.Find, "kept", ["x"]), "Storage"));
        await HearsAsync((session, id) => new Take(session, id, TakeKind.Find, "kept", ["zone"]), "q");

        await HearsAsync(Store("loose"), "done");
        await HearsAsync((session, id) => new Take(session, id, TakeKind.Fetch, "loose", ["x"]), "w");
        Assert.StartsWith("task: ", await HearsAsync((session, id) => new ListVariables(session, id, "kept"), null), StringComparison.Ordinal);
        await HearsAsync((session, id) => new DeleteWorkspace(session, id, "loose"), "done");

        _journal.Fault = null;
        await Eventually.TrueAsync(() => _journal.HasStored("caught"));
        await Eventually.TrueAsync(async () => await HearsAsync(Store("kept", "after"), null) == "done");
        await HearsAsync((session, id) => new Take(session, id, TakeKind.Find, "kept", ["x"]), "v0");
        foreach (var (going, answer) in Going(lease)) await HearsAsync(going, answer);
        Assert.False(_journal.HasStored("w"));
    }

    /// <summary>Requests that bring something into <c>kept</c>; none of them may leave a trace when it is refused.</summary>
    private static IEnumerable<Func<EngineSession, uint, EngineCommand>> Coming(long lease) =>
    [
        Store("kept"),
        (session, id) => new Store(session, id, "kept", "x", "w"u8.ToArray(), new StoreTerms(Delay: 1000)),
        (session, id) => new StoreAll(session, id, "kept", "x", ["w"u8.ToArray(), "w"u8.ToArray()]),
        (session, id) => new Declare(session, id, "kept", "new", VariableMode.Lifo),
        (session, id) => new Complete(session, id, [lease], [new StoreItem("loose", "x", "w"u8.ToArray()), new StoreItem("kept", "x", "w"u8.ToArray())]),
        (session, id) => new Bury(session, id, [lease], "why"),
    ];

    /// <summary>Requests that take something out of <c>kept</c>, in an order in which each finds what it is about.</summary>
    private static IEnumerable<(Func<EngineSession, uint, EngineCommand> Command, string Answer)> Going(long lease) =>
    [
        ((session, id) => new RemoveValue(session, id, "kept", "x", 1), "true"),
        ((session, id) => new Take(session, id, TakeKind.Fetch, "kept", ["x"]), "v0"),
        ((session, id) => new Complete(session, id, [lease], []), "done"),
        ((session, id) => new Replay(session, id, "kept", "x"), "0"),
        ((session, id) => new DeleteVariable(session, id, "kept", "x"), "done"),
        ((session, id) => new DeleteWorkspace(session, id, "kept"), "done"),
    ];

    /// <summary>A client that has opened <c>kept</c>, with the values v0, v1 and v2 in <c>x</c>, and <c>loose</c>, which is in memory.</summary>
    /// <returns>Its lease on a fourth value.</returns>
    private async Task<long> BeginAsync()
    {
        var session = await _loop.PostAsync((engine, _, _) => engine.Connect("ann", confirms: true)).Soon();
        session.Tag = _ann = new LoopClient(session, null);
        await HearsAsync((self, id) => new OpenWorkspace(self, id, "kept", Persistent: true), null);
        await HearsAsync((self, id) => new UseWorkspace(self, id, "loose"), null);
        for (int number = 0; number < 3; number++) await HearsAsync(Store("kept", $"v{number}"), "done");
        await HearsAsync((self, id) => new Store(self, id, "kept", "task", "t"u8.ToArray()), "done");
        await HearsAsync((self, id) => new Take(self, id, TakeKind.Fetch, "kept", ["task"], Lease: true), "t");
        return _ann.LeaseOf(_request);
    }

    private static Func<EngineSession, uint, EngineCommand> Store(string workspace, string value = "w") =>
        (session, id) => new Store(session, id, workspace, "x", Encoding.UTF8.GetBytes(value));

    private Task<string> HearsAsync(Func<EngineSession, uint, EngineCommand> command, string? expected) => _ann.HearsAsync(Send(command), expected);

    private uint Send(Func<EngineSession, uint, EngineCommand> command)
    {
        _loop.Enqueue(command(_ann.Session, ++_request));
        _loop.Run();
        return _request;
    }
}
