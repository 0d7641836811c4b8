using Nws.Server.Engine;
using Nws.Wire;

namespace Nws.Server.Tests.Engine;

/// <summary>Every bound, one below it and at it.</summary>
public class CapacityTests
{
    private readonly EngineScenario _scenario = new(seed: 1, options => options with { MaxValues = 3, MaxWaiters = 2, MaxBytes = 1000 });

    [Fact]
    public void Store_OfMoreValuesThanAVariableMayHold_IsRefusedUntilSomeAreTaken()
    {
        _scenario.StoreAll("ann", "v", ["1", "2"]);
        _scenario.Store("ann", "v", "3", new StoreTerms(Delay: 100));
        string message = EngineScenario.Refused(ErrorCode.TooMany, _scenario.Store("ann", "v", "4"));
        Assert.Contains("'v' of workspace 'w' may hold 3 values", message, StringComparison.Ordinal);
        EngineScenario.Refused(ErrorCode.TooMany, _scenario.StoreAll("ann", "u", ["1", "2", "3", "4"]));
        Assert.Equal(["v: 2 values, 0 fetchers, 0 finders, fifo, 1 delayed"], _scenario.Variables());
        _scenario.TryFetch("bob", "v");
        Assert.IsType<Outcome.Done>(_scenario.Store("ann", "v", "4"));
    }

    [Fact]
    public void Store_IntoASingle_IsNeverOneTooMany()
    {
        _scenario.Declare("ann", "v", VariableMode.Single);
        for (int i = 0; i < 10; i++) Assert.IsType<Outcome.Done>(_scenario.Store("ann", "v", "x"));
        Assert.Equal(65, _scenario.Engine.Bytes);
    }

    [Fact]
    public void Wait_WhereTooManyWait_IsRefused()
    {
        _scenario.Fetch("ann", "v");
        _scenario.Find("bob", "v", timeout: 100);
        string message = EngineScenario.Refused(ErrorCode.TooMany, _scenario.Fetch("cid", "v"));
        Assert.Contains("2 requests wait already", message, StringComparison.Ordinal);
        EngineScenario.Refused(ErrorCode.TooMany, _scenario.FetchAny("cid", "u", "v"));
        Assert.Equal(["v: 0 values, 1 fetchers, 1 finders, unknown"], _scenario.Variables());
        Assert.IsType<Outcome.Nothing>(_scenario.TryFetch("cid", "v"));
        _scenario.Expire(1100);
        Assert.Null(_scenario.Fetch("cid", "v"));
    }

    [Fact]
    public void Store_OfMoreThanTheMemoryMayHold_IsRefusedUntilSomeIsFree()
    {
        string value = new('x', 436);
        _scenario.Store("ann", "v", value);
        string message = EngineScenario.Refused(ErrorCode.Full, _scenario.Store("ann", "v", value + "y"));
        Assert.Contains("1000 bytes", message, StringComparison.Ordinal);
        Assert.IsType<Outcome.Done>(_scenario.Store("ann", "u", value));
        EngineScenario.Refused(ErrorCode.Full, _scenario.Store("ann", "v", ""));
        _scenario.Fetch("bob", "v", lease: true);
        EngineScenario.Refused(ErrorCode.Full, _scenario.Store("ann", "v", ""));
        EngineScenario.Refused(ErrorCode.Full, _scenario.Complete("bob", _scenario.LastDelivery.Lease, ("w", value + "y")));
        long lease = _scenario.LastDelivery.Lease;
        EngineScenario.Refused(ErrorCode.Full, _scenario.Complete("bob", [lease, lease, lease], ("w", value), ("w", value)));
        Assert.IsType<Outcome.Done>(_scenario.Complete("bob", lease, ("w", value)));
        _scenario.DeleteVariable("ann", "u");
        Assert.IsType<Outcome.Done>(_scenario.Store("ann", "v", value));
        _scenario.DeleteWorkspace("ann");
        Assert.Equal(0, _scenario.Engine.Bytes);
    }

    [Fact]
    public void Bury_PutsAValueAside_UntilItIsReplayed()
    {
        _scenario.StoreAll("ann", "v", ["1", "2"]);
        _scenario.FetchTogether("bob", "v", 2, lease: true);
        long second = _scenario.LastDelivery.Lease;
        EngineScenario.Refused(ErrorCode.NoLease, _scenario.Apply(new Bury(_scenario["bob"], 9, [second, 999], "why")));
        _scenario.Apply(new Bury(_scenario["bob"], 9, [second, second - 1], "why"));
        _scenario.Heard();
        _scenario.Disconnect("bob");
        Assert.Equal(["v: 0 values, 0 fetchers, 0 finders, fifo, 2 buried"], _scenario.Variables());
        Assert.Equal("1 x1: why @1000, 2 x1: why @1000", Ask(new ListBuried(_scenario["cid"], 9, EngineScenario.Space, "v")));
        Assert.Equal("2 x1: why @1000", Ask(new ListBuried(_scenario["cid"], 9, EngineScenario.Space, "v", After: 0)));
        Assert.Equal("1 x1: why @1000", Ask(new ListBuried(_scenario["cid"], 9, EngineScenario.Space, "v", Count: 1)));
        Assert.Equal("", Ask(new ListBuried(_scenario["cid"], 9, EngineScenario.Space, "none")));
        Assert.Equal("1", Ask(new Replay(_scenario["cid"], 9, EngineScenario.Space, "v", [1, 7])));
        _scenario.Heard();
        _scenario.Fetch("dan", "v");
        _scenario.Fetch("dan", "v");
        Assert.Equal("1", Ask(new Replay(_scenario["cid"], 9, EngineScenario.Space, "v")));
        Assert.Equal("0", Ask(new Replay(_scenario["cid"], 9, EngineScenario.Space, "v")));
        Assert.Equal(["dan: 2 (attempt 2)", "dan: 1 (attempt 2)", "cid: 1", "cid: 0"], _scenario.Heard());
        Assert.Equal(0, _scenario.Engine.Bytes);
    }

    private string Ask(EngineCommand command) => OutcomeText.Of(_scenario.Apply(command)!);
}
