using Nws.TestKit;
using Nws.Wire;

namespace Nws.Server.Tests.Sessions;

public class SessionLifeTests
{
    [Fact]
    public async Task Disconnect_WithValuesUnconfirmed_ReturnsThemInOrder()
    {
        await using var server = new PipeServer();
        var dying = await server.ConnectOpenedAsync(confirm: true);
        var other = await server.ConnectOpenedAsync();
        for (int i = 0; i < 3; i++) await other.CallAsync("store", "ws", "x", i);
        for (int i = 0; i < 2; i++) Assert.NotEqual(0, (await dying.CallAsync("fetch", "ws", "x")).Result[4].To<long>());
        Assert.Equal(1, (await server.VariableAsync("x"))!.Values);

        await dying.AbortAsync();
        await server.EndOfAsync(dying);
        int[][] fetched = [await FetchAsync(other), await FetchAsync(other), await FetchAsync(other)];
        Assert.Equal([[0, 2], [1, 2], [2, 1]], fetched);
    }

    [Fact]
    public async Task Disconnect_WithValuesConfirmed_ReturnsNothing()
    {
        await using var server = new PipeServer();
        var leaving = await server.ConnectOpenedAsync(confirm: true);
        List<object> leases = [];
        for (int i = 0; i < 3; i++)
        {
            await leaving.CallAsync("store", "ws", "x", i);
            leases.Add((await leaving.CallAsync("fetch", "ws", "x")).Result[4].To<long>());
        }
        await leaving.SendAsync(2, "confirm", leases);
        await leaving.EndSendingAsync();
        await server.EndOfAsync(leaving);
        Assert.Equal(0, (await server.VariableAsync("x"))!.Values);
    }

    [Fact]
    public async Task Disconnect_WithALease_ReturnsItToWhoWaits()
    {
        await using var server = new PipeServer();
        var dying = await server.ConnectOpenedAsync();
        var waiting = await server.ConnectOpenedAsync();
        await dying.CallAsync("store", "ws", "task", "a");
        Assert.Equal("a", (await dying.CallAsync("fetch", "ws", "task", new { lease = true })).Result[0].To<string>());
        await waiting.RequestAsync("fetch", "ws", "task");
        await dying.AbortAsync();
        var came = await waiting.ReceiveResponseAsync();
        Assert.Equal(("a", 2), (came.Result[0].To<string>(), came.Result[5].To<int>()));
    }

    [Fact]
    public async Task Disconnect_WithBlockedRequests_ForgetsThem()
    {
        await using var server = new PipeServer();
        var leaving = await server.ConnectOpenedAsync();
        await leaving.RequestAsync("fetch", "ws", "x");
        await leaving.RequestAsync("find", "ws", new[] { "x", "y" });
        await Eventually.TrueAsync(async () => await server.VariableAsync("y") is { Finders: 1 });
        await leaving.EndSendingAsync();
        await server.EndOfAsync(leaving);
        Assert.Null(await server.VariableAsync("x"));
        Assert.Null(await server.VariableAsync("y"));
    }

    [Fact]
    public async Task Disconnect_OfTheOwner_DeletesItsWorkspace()
    {
        await using var server = new PipeServer();
        var owner = await server.ConnectOpenedAsync();
        var other = await server.ConnectOpenedAsync();
        await owner.CallAsync("open", "mine");
        Assert.Equal(1, (await other.CallAsync("listWss", new { name = "mine" })).Result.Count);
        await owner.AbortAsync();
        await server.EndOfAsync(owner);
        Assert.Equal(0, (await other.CallAsync("listWss", new { name = "mine" })).Result.Count);
    }

    [Fact]
    public async Task EndOfSending_BehindRequestsNotAppliedYet_StillLeavesThemAnswered()
    {
        await using var server = new PipeServer();
        var client = await server.ConnectOpenedAsync();
        using (server.HoldLoop())
        {
            await client.RequestAsync("store", "ws", "x", 5);
            uint find = await client.RequestAsync("find", "ws", "x");
            await client.EndSendingAsync();
        }
        Assert.Null((await client.ReceiveResponseAsync()).Code);
        Assert.Equal(5, (await client.ReceiveResponseAsync()).Result[0].To<int>());
        await client.ReceiveEndAsync();
    }

    [Fact]
    public async Task Cancel_OfABlockedRequest_EndsItAndTellsSo()
    {
        await using var server = new PipeServer();
        var client = await server.ConnectOpenedAsync();
        uint fetch = await client.RequestAsync("fetch", "ws", "x");
        uint cancel = await client.RequestAsync("cancel", fetch);
        var ended = await client.ReceiveResponseAsync();
        var told = await client.ReceiveResponseAsync();
        Assert.Equal((fetch, "cancelled"), (ended.Id, ended.Code));
        Assert.Equal((cancel, true), (told.Id, told.Result.To<bool>()));
        await client.CallAsync("store", "ws", "x", 1);
        Assert.Equal(1, (await server.VariableAsync("x"))!.Values);
    }

    [Fact]
    public async Task Cancel_OfWhatDoesNotWait_IsFalse()
    {
        await using var server = new PipeServer();
        var client = await server.ConnectOpenedAsync();
        uint done = await client.RequestAsync("store", "ws", "x", 1);
        await client.ReceiveResponseAsync();
        Assert.False((await client.CallAsync("cancel", done)).Result.To<bool>());
        Assert.False((await client.CallAsync("cancel", 4_000_000_000)).Result.To<bool>());
        await client.NotifyAsync("cancel", done);
        Assert.Null((await client.CallAsync("listVars", "ws")).Code);
    }

    [Fact]
    public async Task Cancel_OfAnotherClientsRequest_IsFalse()
    {
        await using var server = new PipeServer();
        var waiting = await server.ConnectOpenedAsync();
        var other = await server.ConnectOpenedAsync();
        uint fetch = await waiting.RequestAsync("fetch", "ws", "x");
        await Eventually.TrueAsync(async () => await server.VariableAsync("x") is { Fetchers: 1 });
        Assert.False((await other.CallAsync("cancel", fetch)).Result.To<bool>());
        Assert.Equal(1, (await server.VariableAsync("x"))!.Fetchers);
    }

    [Fact]
    public async Task RequestId_OfARequestThatStillWaits_IsRefused()
    {
        await using var server = new PipeServer();
        var client = await server.ConnectOpenedAsync();
        await client.SendAsync(0, 50, "fetch", new object[] { "ws", "x" });
        await client.SendAsync(0, 50, "fetch", new object[] { "ws", "y" });
        var refused = await client.ReceiveResponseAsync();
        Assert.Equal((50u, "bad_request"), (refused.Id, refused.Code));
        await client.CallAsync("store", "ws", "y", 1);
        Assert.Equal(1, (await server.VariableAsync("y"))!.Values);
    }

    [Fact]
    public async Task Confirm_OfNothingOrOfWhatIsUnknown_IsPassedOver()
    {
        await using var server = new PipeServer();
        var client = await server.ConnectOpenedAsync(confirm: true);
        await client.NotifyAsync("confirm");
        await client.NotifyAsync("confirm", 99, 100);
        Assert.Null((await client.CallAsync("listVars", "ws")).Code);
    }

    [Fact]
    public async Task Response_OfAQuickRequest_OvertakesABlockedOne()
    {
        await using var server = new PipeServer();
        var client = await server.ConnectOpenedAsync();
        uint fetch = await client.RequestAsync("fetch", "ws", "x");
        Assert.Null((await client.CallAsync("listVars", "ws")).Code);
        uint store = await client.RequestAsync("store", "ws", "x", 1);
        Assert.Equal(fetch, (await client.ReceiveResponseAsync()).Id);
        Assert.Equal(store, (await client.ReceiveResponseAsync()).Id);
    }

    [Fact]
    public async Task Close_ByTheServer_TellsWhyAndForgetsWhatWaited()
    {
        await using var server = new PipeServer();
        var client = await server.ConnectOpenedAsync();
        await client.RequestAsync("fetch", "ws", "x");
        await Eventually.TrueAsync(async () => await server.VariableAsync("x") is { Fetchers: 1 });
        server.SessionOf(client).Close(ErrorCode.ShuttingDown, "The server is being stopped.");
        var bye = await client.ReceiveByeAsync();
        Assert.Equal(("shutting_down", "The server is being stopped."), (bye.Code, bye.Message));
        await server.EndOfAsync(client);
        Assert.Null(await server.VariableAsync("x"));
    }

    [Fact]
    public async Task Close_Twice_TellsTheFirstReason()
    {
        await using var server = new PipeServer();
        var client = await server.ConnectOpenedAsync();
        server.SessionOf(client).Close(ErrorCode.ShuttingDown, "first");
        server.SessionOf(client).Close(ErrorCode.TooMany, "second");
        Assert.Equal("first", (await client.ReceiveByeAsync()).Message);
    }

    private static async Task<int[]> FetchAsync(RawClient client)
    {
        var delivery = (await client.CallAsync("fetch", "ws", "x")).Result;
        return [delivery[0].To<int>(), delivery[5].To<int>()];
    }
}
