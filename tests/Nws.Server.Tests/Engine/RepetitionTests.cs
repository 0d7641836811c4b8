using Nws.Server.Engine;
using Nws.Wire;

namespace Nws.Server.Tests.Engine;

/// <summary>Requests that a client sends again to a server that was started again.</summary>
public class RepetitionTests
{
    private readonly EffectList _effects = new();
    private uint _request = 100;

    [Fact]
    public void Store_ThatMayHaveBeenDone_IsNotDoneAgainWhereItIsKept()
    {
        var (engine, session) = Begin(DurableState.Empty, "__default", "gone");
        Assert.Equal(ErrorCode.Uncertain, Refused(Apply(engine, new Store(session, 1, "__default", "x", "1"u8.ToArray()))));
        Assert.IsType<Outcome.Done>(Apply(engine, new Store(session, 2, "__default", "x", "2"u8.ToArray(), new StoreTerms { Key = "k" })));
        Assert.Equal(ErrorCode.NoWorkspace, Refused(Apply(engine, new Store(session, 3, "gone", "x", "3"u8.ToArray()))));
        Assert.IsType<Outcome.Done>(Apply(engine, new Store(session, 4, "__default", "x", "4"u8.ToArray())));
        Assert.Equal("2", OutcomeText.Of(Apply(engine, Fetch(session, "__default"))));
        Assert.Equal("4", OutcomeText.Of(Apply(engine, Fetch(session, "__default"))));
    }

    [Fact]
    public void Repetition_WhereNothingIsKept_IsDone()
    {
        var (engine, session) = Begin(null, "__default");
        Assert.IsType<Outcome.Done>(Apply(engine, new Store(session, 1, "__default", "x", "1"u8.ToArray())));
    }

    [Fact]
    public void Request_ThatIsSentOnceMoreUnderItsId_IsRefusedOnce()
    {
        var (engine, session) = Begin(DurableState.Empty, "__default");
        Assert.Equal(ErrorCode.Uncertain, Refused(Apply(engine, new Complete(session, 1, [7], []))));
        Assert.Equal(ErrorCode.NoLease, Refused(Apply(engine, new Complete(session, 1, [7], []))));
    }

    private (WorkspaceEngine Engine, EngineSession Session) Begin(DurableState? kept, params string[] names)
    {
        var engine = new WorkspaceEngine(new EngineOptions(Seed: 1), kept);
        var session = engine.Connect("ann", "key", 1000);
        Assert.IsType<Outcome.Done>(Apply(engine, new Reopen(session, _request++, names, [1, 2, 3])));
        return (engine, session);
    }

    private static Take Fetch(EngineSession session, string workspace) => new(session, 200, TakeKind.Fetch, workspace, ["x"], Timeout: 0);

    private static ErrorCode Refused(Outcome outcome) => Assert.IsType<Outcome.Failed>(outcome).Code;

    private Outcome Apply(WorkspaceEngine engine, EngineCommand command)
    {
        engine.Apply(command, 0, _effects);
        var outcome = _effects[0].Outcome;
        _effects.Clear();
        return outcome;
    }
}
