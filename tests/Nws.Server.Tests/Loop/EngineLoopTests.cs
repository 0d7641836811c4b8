using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Nws.Server.Engine;
using Nws.Server.Loop;
using Nws.TestKit;
using Nws.Wire;

namespace Nws.Server.Tests.Loop;

public sealed class EngineLoopTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly EngineLoop _loop;

    public EngineLoopTests() => _loop = new EngineLoop(new WorkspaceEngine(new EngineOptions(Seed: 1)), _time, NullLogger.Instance);

    public void Dispose() => _loop.Dispose();

    [Fact]
    public async Task Command_TheEngineFailsAt_IsAnsweredAsInternalAndTheLoopGoesOn()
    {
        var (session, sink) = await ConnectAsync();
        _loop.Enqueue(new CommandNobodyKnows(session, 1));
        _loop.Enqueue(new ListWorkspaces(session, 2));
        _loop.Run();
        Assert.Equal([1u, 2u], sink.Answers.Select(answer => answer.Request));
        var failed = Assert.IsType<Outcome.Failed>(sink.Answers[0].Outcome);
        Assert.Equal(ErrorCode.Internal, failed.Code);
        Assert.IsType<Outcome.Workspaces>(sink.Answers[1].Outcome);
    }

    [Fact]
    public async Task PostAsync_OfWorkThatFails_FailsAndTheLoopGoesOn()
    {
        var posted = _loop.PostAsync<int>((_, _, _) => throw new FormatException("bad work"));
        var failure = await Assert.ThrowsAsync<FormatException>(() => posted.Soon());
        Assert.Equal("bad work", failure.Message);
        Assert.Equal(3, await _loop.PostAsync((_, _, _) => 3).Soon());
    }

    [Fact]
    public async Task PostAsync_BehindCommands_EndsWhenTheirAnswersAreOut()
    {
        var (session, sink) = await ConnectAsync();
        for (uint round = 0; round < 200; round++)
        {
            _loop.Enqueue(new ListWorkspaces(session, round));
            await _loop.PostAsync((_, _, _) => 0).Soon();
            Assert.Equal((int)round + 1, sink.Answers.Count);
        }
    }

    [Fact]
    public async Task Run_FromManyThreads_AppliesEveryCommandOnceInTheOrderOfEach()
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ConnectAsync()));
        await Task.WhenAll(clients.Select(client => Task.Run(() =>
        {
            for (uint request = 0; request < 5000; request++)
            {
                _loop.Enqueue(new ListWorkspaces(client.Session, request, "none"));
                _loop.Run();
            }
        }))).Soon();
        await _loop.PostAsync((_, _, _) => 0).Soon();
        foreach (var (_, sink) in clients)
        {
            Assert.Equal(Enumerable.Range(0, 5000).Select(i => (uint)i), sink.Answers.Select(answer => answer.Request));
            Assert.InRange(sink.Flushes, 1, 5000);
        }
    }

    [Fact]
    public async Task Batch_OfManyAnswers_IsFlushedOnce()
    {
        var (session, sink) = await ConnectAsync();
        for (uint request = 0; request < 100; request++) _loop.Enqueue(new ListWorkspaces(session, request));
        _loop.Run();
        Assert.Equal((100, 1), (sink.Answers.Count, sink.Flushes));
    }

    [Fact]
    public async Task Deadlines_OfSeveralWaits_EndThemInTheirOrder()
    {
        var (session, sink) = await ConnectAsync();
        _loop.Enqueue(new UseWorkspace(session, 0, "ws"));
        foreach (uint seconds in (uint[])[30, 10, 20])
            _loop.Enqueue(new Take(session, seconds, TakeKind.Fetch, "ws", ["x"], seconds * 1000));
        _loop.Run();
        foreach (uint seconds in (uint[])[10, 20, 30])
        {
            _time.Advance(TimeSpan.FromSeconds(9.999));
            Assert.DoesNotContain(sink.Answers, answer => answer.Request == seconds);
            _time.Advance(TimeSpan.FromSeconds(0.001));
            await Eventually.TrueAsync(() => sink.Answers.Any(answer => answer == (seconds, Outcome.Nothing.Instance)));
        }
    }

    [Fact]
    public async Task Deadline_FurtherAwayThanATimerReaches_IsKept()
    {
        var (session, sink) = await ConnectAsync();
        long days = 60;
        _loop.Enqueue(new UseWorkspace(session, 0, "ws"));
        _loop.Enqueue(new Take(session, 1, TakeKind.Fetch, "ws", ["x"], days * 24 * 3600 * 1000));
        _loop.Run();
        for (int day = 1; day < days; day++) _time.Advance(TimeSpan.FromDays(1));
        Assert.Single(sink.Answers);
        _time.Advance(TimeSpan.FromDays(1));
        await Eventually.TrueAsync(() => sink.Answers.Count == 2);
    }

    private async Task<(EngineSession Session, RecordingSink Sink)> ConnectAsync()
    {
        var session = await _loop.PostAsync((engine, _, _) => engine.Connect("test", confirms: false)).Soon();
        var sink = new RecordingSink();
        session.Tag = sink;
        return (session, sink);
    }

    private sealed record CommandNobodyKnows(EngineSession Session, uint? Request) : EngineCommand(Session, Request);

    private sealed class RecordingSink : IAnswerSink
    {
        private bool _waiting;

        public List<(uint Request, Outcome Outcome)> Answers { get; } = [];

        public int Flushes { get; private set; }

        public bool Add(uint request, Outcome outcome)
        {
            Answers.Add((request, outcome));
            return !_waiting && (_waiting = true);
        }

        public void Flush()
        {
            Flushes++;
            _waiting = false;
        }
    }
}
