using Nws.TestKit;

namespace Nws.Server.Tests.Sessions;

public class BadRequestTests
{
    /// <summary>What the message must name, the method, its arguments.</summary>
    public static TheoryData<string, string, object?[]> Cases { get; } = new()
    {
        { "'workspace' is missing", "store", [] },
        { "'variable' is missing", "store", ["ws"] },
        { "'value' is missing", "store", ["ws", "x"] },
        { "'options'", "store", ["ws", "x", 1, 2] },
        { "1 arguments too many", "store", ["ws", "x", 1, new { priority = 1 }, 2] },
        { "'colour'", "store", ["ws", "x", 1, new { colour = 1 }] },
        { "'priority'", "store", ["ws", "x", 1, new { priority = 1.5 }] },
        { "'priority' must be from -1000 to 1000, found 1001", "store", ["ws", "x", 1, new { priority = 1001 }] },
        { "'values'", "storeAll", ["ws", "x", 1] },
        { "'values' is missing", "storeAll", ["ws", "x"] },
        { "'priority'", "storeAll", ["ws", "x", Array.Empty<object>(), new { priority = "high" }] },
        { "'workspace'", "store", [1, "x", 1] },
        { "'variable'", "store", ["ws", null, 1] },
        { "'variable'", "store", ["ws", new byte[] { 1 }, 1] },
        { "'workspace'", "fetch", [null, "x"] },
        { "'variable'", "fetch", ["ws", 5] },
        { "'variable' names nothing", "fetch", ["ws", Array.Empty<string>()] },
        { "'variable'", "fetch", ["ws", new object[] { "a", 2 }] },
        { "'options'", "fetch", ["ws", "x", 0] },
        { "'options'", "fetch", ["ws", "x", null] },
        { "'patience'", "fetch", ["ws", "x", new { patience = 1 }] },
        { "'option'", "fetch", ["ws", "x", new Dictionary<int, int> { [1] = 2 }] },
        { "'timeout'", "fetch", ["ws", "x", new { timeout = "1" }] },
        { "'timeout'", "fetch", ["ws", "x", new { timeout = double.NaN }] },
        { "'timeout'", "fetch", ["ws", "x", new { timeout = float.NaN }] },
        { "'timeout'", "fetch", ["ws", "x", new { timeout = -0.001 }] },
        { "'timeout'", "fetch", ["ws", "x", new { timeout = -1 }] },
        { "'timeout'", "fetch", ["ws", "x", new { timeout = double.NegativeInfinity }] },
        { "'timeout'", "find", ["ws", "x", new { timeout = (object?)null }] },
        { "'after'", "find", ["ws", "x", new { after = 1 }] },
        { "'after' has 1 elements instead of 2", "find", ["ws", "x", new { after = new object[] { 1 } }] },
        { "'after'", "find", ["ws", "x", new { after = new object[] { 1, "x" } }] },
        { "'after'", "find", ["ws", "x", new { after = new object[] { ulong.MaxValue, 0 } }] },
        { "'after' goes with one variable", "find", ["ws", new[] { "x", "y" }, new { after = new object[] { 0, -1 } }] },
        { "'lease'", "fetch", ["ws", "x", new { lease = "1" }] },
        { "'lease' must be true, false or more than 0 and at most 86400 seconds", "fetch", ["ws", "x", new { lease = 0 }] },
        { "'lease'", "fetch", ["ws", "x", new { lease = -0.5 }] },
        { "'lease'", "fetch", ["ws", "x", new { lease = 86_400.1 }] },
        { "'lease'", "fetch", ["ws", "x", new { lease = double.PositiveInfinity }] },
        { "'count' must be from 1 to 1000, found 0", "fetch", ["ws", "x", new { count = 0 }] },
        { "'count' must be from 1 to 1000, found 1001", "fetch", ["ws", "x", new { count = 1001 }] },
        { "'count'", "fetch", ["ws", "x", new { count = true }] },
        { "'count'", "find", ["ws", "x", new { count = 2 }] },
        { "'after' goes without 'count'", "fetch", ["ws", "x", new { count = 2, after = new object[] { 0, -1 } }] },
        { "'lease'", "find", ["ws", "x", new { lease = true }] },
        { "1 arguments too many", "find", ["ws", "x", new { timeout = 1 }, 1] },
        { "'create'", "open", ["ws", new { create = "no" }] },
        { "'persistent'", "open", ["ws", new { persistent = 0 }] },
        { "'durable'", "open", ["ws", new { durable = true }] },
        { "'persistent'", "use", ["ws", new { persistent = true }] },
        { "'create'", "use", ["ws", new { create = 1.5 }] },
        { "'template'", "mktemp", [5] },
        { "'workspace'", "deleteWs", [true] },
        { "'name'", "listWss", [new { name = 3 }] },
        { "'variables'", "listWss", [new { variables = "all" }] },
        { "'size'", "listWss", [new { size = 3 }] },
        { "'options'", "listWss", ["ws"] },
        { "'workspace'", "listVars", [] },
        { "'mode'", "declare", ["ws", "x", 1] },
        { "'variable'", "deleteVar", ["ws"] },
        { "'lease'", "complete", [] },
        { "'lease'", "complete", ["1"] },
        { "'stores'", "complete", [1, "x"] },
        { "'store'", "complete", [1, new object[] { 5 }] },
        { "'store' has 2 elements instead of 3", "complete", [1, new object[] { new[] { "ws", "x" } }] },
        { "'variable'", "complete", [1, new object[] { new object[] { "ws", 1, 1 } }] },
        { "'lease'", "release", [1.0] },
        { "'lease'", "release", [new object[] { 1, "2" }] },
        { "'lease'", "complete", [new object[] { true }] },
        { "'lease'", "renew", [new { lease = 1 }] },
        { "'lease' is missing", "renew", [] },
        { "'lease'", "release", [ulong.MaxValue] },
        { "'request'", "cancel", ["1"] },
        { "'request'", "cancel", [-1] },
        { "'request'", "cancel", [1L + uint.MaxValue] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Request_WithABadArgument_IsRefusedByNameAndTheConnectionLives(string named, string method, object?[] arguments)
    {
        await using var server = new PipeServer();
        var client = await server.ConnectOpenedAsync();
        var response = await client.CallAsync(method, arguments);
        Assert.Equal("bad_request", response.Code);
        Assert.StartsWith(method + ": ", response.Message, StringComparison.Ordinal);
        Assert.Contains(named, response.Message!, StringComparison.Ordinal);
        Assert.Equal(NwsValue.Nil, response.Result);
        Assert.Null((await client.CallAsync("listVars", "ws")).Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(5)]
    [InlineData("ws")]
    public async Task Params_ThatAreNoArray_AreRefusedAndTheConnectionLives(object? parameters)
    {
        await using var server = new PipeServer();
        var client = await server.ConnectOpenedAsync();
        await client.SendAsync(0, 50, "listVars", parameters);
        var response = await client.ReceiveResponseAsync();
        Assert.Equal((50u, "bad_request"), (response.Id, response.Code));
        Assert.Contains("params", response.Message!, StringComparison.Ordinal);
        Assert.Null((await client.CallAsync("listVars", "ws")).Code);
    }

    [Fact]
    public async Task Text_ThatIsNoUtf8_IsRefusedByNameAndTheConnectionLives()
    {
        await using var server = new PipeServer();
        var client = await server.ConnectOpenedAsync();
        await client.SendBytesAsync(Convert.FromHexString("940009A86C6973745661727391A2C328"));
        var response = await client.ReceiveResponseAsync();
        Assert.Equal((9u, "bad_request"), (response.Id, response.Code));
        Assert.Contains("'workspace'", response.Message!, StringComparison.Ordinal);
        Assert.Null((await client.CallAsync("listVars", "ws")).Code);
    }

    [Fact]
    public async Task Value_NestedDeeperThanAValueMayBe_IsRefusedAndTheConnectionLives()
    {
        await using var server = new PipeServer();
        var client = await server.ConnectOpenedAsync();
        await client.SendBytesAsync(StoreOfDepth(257));
        var refused = await client.ReceiveResponseAsync();
        Assert.Equal("bad_request", refused.Code);
        Assert.Contains("'value'", refused.Message!, StringComparison.Ordinal);
        await client.SendBytesAsync(StoreOfDepth(256));
        Assert.Null((await client.ReceiveResponseAsync()).Code);

        static byte[] StoreOfDepth(int depth) =>
            Convert.FromHexString("940007A573746F726593A27773A178" + string.Concat(Enumerable.Repeat("91", depth)) + "C0");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData("Store")]
    [InlineData("confirm")]
    [InlineData("bye")]
    public async Task Method_ThatDoesNotExist_IsUnknownAndTheConnectionLives(string method)
    {
        await using var server = new PipeServer();
        var client = await server.ConnectOpenedAsync();
        var response = await client.CallAsync(method, 1);
        Assert.Equal("unknown_method", response.Code);
        Assert.Contains(method, response.Message!, StringComparison.Ordinal);
        Assert.Null((await client.CallAsync("listVars", "ws")).Code);
    }

    [Theory]
    [InlineData("tree")]
    [InlineData("unknown")]
    [InlineData("FIFO")]
    public async Task Declare_OfAModeThatDoesNotExist_NamesTheModes(string mode)
    {
        await using var server = new PipeServer();
        var client = await server.ConnectOpenedAsync();
        var response = await client.CallAsync("declare", "ws", "x", mode);
        Assert.Equal("bad_mode", response.Code);
        Assert.Contains("fifo, lifo, multi and single", response.Message!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.0)]
    public async Task Timeout_Zero_DoesNotWait(object timeout)
    {
        await using var server = new PipeServer();
        var client = await server.ConnectOpenedAsync();
        var response = await client.CallAsync("fetch", "ws", "x", new { timeout });
        Assert.Equal((null, NwsValue.Nil), (response.Code, response.Result));
    }

    [Fact]
    public async Task Timeout_BelowAMillisecond_StillEnds()
    {
        await using var server = new PipeServer();
        var client = await server.ConnectOpenedAsync();
        uint id = await client.RequestAsync("fetch", "ws", "x", new { timeout = 1e-9 });
        Assert.Null((await client.CallAsync("use", "ws")).Code);
        server.Time.Advance(TimeSpan.FromMilliseconds(1));
        var response = await client.ReceiveResponseAsync();
        Assert.Equal((id, NwsValue.Nil), (response.Id, response.Result));
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e300)]
    [InlineData(long.MaxValue)]
    public async Task Timeout_LongerThanACentury_IsForEver(object timeout)
    {
        await using var server = new PipeServer();
        var client = await server.ConnectOpenedAsync();
        uint fetch = await client.RequestAsync("fetch", "ws", "x", new { timeout });
        server.Time.Advance(TimeSpan.FromDays(36_500));
        await client.RequestAsync("store", "ws", "x", 5);
        var response = await client.ReceiveResponseAsync();
        Assert.Equal((fetch, 5), (response.Id, response.Result[0].To<int>()));
    }
}
