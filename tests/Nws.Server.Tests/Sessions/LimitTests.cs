using System.Buffers;
using Nws.Server.Engine;
using Nws.Server.Sessions;
using Nws.TestKit;
using Nws.Values;
using Nws.Wire;

namespace Nws.Server.Tests.Sessions;

public class LimitTests
{
    [Fact]
    public async Task Request_LargerThanAMessageMayBe_IsRefusedAndTheConnectionLives()
    {
        await using var server = new PipeServer(new NwsServerOptions { MaxValueBytes = 1000 });
        var client = await server.ConnectOpenedAsync();
        var refused = await client.CallAsync("store", "ws", "x", new byte[200_000]);
        Assert.Equal("too_large", refused.Code);
        Assert.Contains("1000", refused.Message!, StringComparison.Ordinal);
        Assert.Null((await client.CallAsync("store", "ws", "x", 5)).Code);
        Assert.Equal(5, (await client.CallAsync("fetch", "ws", "x")).Result[0].To<int>());
    }

    [Fact]
    public async Task Request_LargerThanAMessageMayBe_IsRefusedBeforeItHasArrived()
    {
        await using var server = new PipeServer(new NwsServerOptions { MaxValueBytes = 1000 });
        var client = await server.ConnectOpenedAsync();
        byte[] store = RawClient.Encode(0, 77, "store", new object[] { "ws", "x", new byte[200_000] });
        await client.SendBytesAsync(store.AsMemory(0, 100));
        var refused = await client.ReceiveResponseAsync();
        Assert.Equal((77u, "too_large"), (refused.Id, refused.Code));
        await client.SendBytesAsync(store.AsMemory(100));
        Assert.Null((await client.CallAsync("listVars", "ws")).Code);
    }

    [Fact]
    public async Task Request_WithNumbersInTheirLongestForm_IsRefusedByItsId()
    {
        await using var server = new PipeServer(new NwsServerOptions { MaxValueBytes = 1000 });
        var client = await server.ConnectOpenedAsync();
        await client.SendBytesAsync(Convert.FromHexString("DD00000004" + "D30000000000000000" + "CF0000000000000009" + "DBFFFFFFFF"));
        var refused = await client.ReceiveResponseAsync();
        Assert.Equal((9u, "too_large"), (refused.Id, refused.Code));
    }

    [Theory]
    [InlineData(998, null)]
    [InlineData(999, "too_large")]
    [InlineData(30_000, "too_large")]
    public async Task Value_OverTheLimit_IsRefusedEvenInASmallMessage(int bytes, string? code)
    {
        await using var server = new PipeServer(new NwsServerOptions { MaxValueBytes = 1001 });
        var client = await server.ConnectOpenedAsync();
        var stored = await client.CallAsync("store", "ws", "x", new byte[bytes]);
        Assert.Equal(code, stored.Code);
        if (code is not null) Assert.Contains("'value'", stored.Message!, StringComparison.Ordinal);

        await client.CallAsync("store", "ws", "task", 1);
        long lease = (await client.CallAsync("fetch", "ws", "task", new { lease = true })).Result[4].To<long>();
        var completed = await client.CallAsync("complete", lease, new object[] { new object[] { "ws", "y", new byte[bytes] } });
        Assert.Equal(code, completed.Code);
    }

    [Fact]
    public void Take_OfAMessageThatIsTooLarge_TakesNoMemory()
    {
        var receiver = new MessageReceiver(1000);
        var head = new ReadOnlySequence<byte>(Convert.FromHexString("940007A573746F726593A27773A178C606400000"));
        var piece = new byte[64 * 1024];
        List<uint> refused = [];
        var head2 = head;
        Assert.True(receiver.Take(ref head2, _ => throw new InvalidOperationException("It was to be passed over."), refused.Add));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1600; i++)
        {
            var buffer = new ReadOnlySequence<byte>(piece);
            receiver.Take(ref buffer, _ => throw new InvalidOperationException("It was to be passed over."), refused.Add);
            if (buffer.Length != 0) throw new InvalidOperationException("It was to be passed over.");
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1600 * 300);
        Assert.Equal([7u], refused);

        var next = new ReadOnlySequence<byte>(RawClient.Encode(2, "confirm", Array.Empty<object>()));
        int received = 0;
        receiver.Take(ref next, _ => ++received > 0, refused.Add);
        Assert.Equal((1, 0), (received, next.Length));
    }

    [Theory]
    [InlineData("complete", "9201DD00100000")]
    [InlineData("fetch", "92A27773DD00100000")]
    public void Decode_OfAListOfNothings_TakesNoMemory(string method, string parameters)
    {
        var session = new WorkspaceEngine(new EngineOptions()).Connect("test", confirms: false);
        byte[] bytes = [.. Convert.FromHexString(parameters), .. Enumerable.Repeat((byte)0xc0, 1 << 20)];
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            RequestDecoder.Decode(session, 1, method, new MessagePackReader(bytes), new NameCache(), new RequestLimits(long.MaxValue, 1000));
            Assert.Fail("A list of nils was accepted.");
        }
        catch (RequestRefusedException refusal)
        {
            Assert.Equal(ErrorCode.BadRequest, refusal.Code);
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public async Task Requests_MoreThanMayBeUnanswered_AreRefusedUntilOneIsAnswered()
    {
        await using var server = new PipeServer(new NwsServerOptions { MaxPendingRequests = 3 });
        var client = await server.ConnectOpenedAsync();
        var other = await server.ConnectOpenedAsync();
        for (int i = 0; i < 3; i++) await client.RequestAsync("fetch", "ws", "x");
        var refused = await client.CallAsync("fetch", "ws", "x");
        Assert.Equal("too_many", refused.Code);
        Assert.Contains("3", refused.Message!, StringComparison.Ordinal);
        Assert.Equal(3, (await server.VariableAsync("x"))!.Fetchers);

        Assert.Null((await other.CallAsync("store", "ws", "x", 1)).Code);
        Assert.Null((await client.ReceiveResponseAsync()).Code);
        Assert.Null((await client.CallAsync("listVars", "ws")).Code);
    }

    [Fact]
    public async Task Cancel_WhenTooManyAreUnanswered_StillWorksAsANotification()
    {
        await using var server = new PipeServer(new NwsServerOptions { MaxPendingRequests = 1 });
        var client = await server.ConnectOpenedAsync();
        uint fetch = await client.RequestAsync("fetch", "ws", "x");
        await client.NotifyAsync("cancel", fetch);
        var response = await client.ReceiveResponseAsync();
        Assert.Equal((fetch, "cancelled"), (response.Id, response.Code));
        Assert.Null((await client.CallAsync("listVars", "ws")).Code);
    }
}
