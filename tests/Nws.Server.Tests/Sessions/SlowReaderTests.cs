using Nws.TestKit;
using Nws.Wire;

namespace Nws.Server.Tests.Sessions;

public class SlowReaderTests
{
    private const int ValueBytes = 10_000;
    private const int Values = 20;
    private static readonly NwsServerOptions Options = new() { MaxUnsentBytes = 64 * 1024 };
    private static readonly TimeSpan LongerThanPatience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Client_ThatDoesNotRead_IsNotReadFromUntilItReads()
    {
        await using var server = new PipeServer(Options);
        var other = await server.ConnectOpenedAsync();
        var slow = await StuckAsync(server, other);
        uint store = await slow.RequestAsync("store", "ws", "marker", 1);
        for (int i = 0; i < 50; i++) await other.CallAsync("listVars", "ws");
        Assert.Null(await server.VariableAsync("marker"));

        for (int i = 1; i < Values; i++) Assert.Equal(ValueBytes, (await slow.ReceiveResponseAsync()).Result[0].To<byte[]>().Length);
        Assert.Equal(store, (await slow.ReceiveResponseAsync()).Id);
        Assert.NotNull(await server.VariableAsync("marker"));
    }

    [Fact]
    public async Task Client_ThatAsksForMuchAtOnceAndReadsIt_GetsItAll()
    {
        await using var server = new PipeServer(Options);
        var client = await server.ConnectOpenedAsync(capacity: 4096);
        var other = await server.ConnectOpenedAsync();
        await other.CallAsync("store", "ws", "x", new byte[ValueBytes]);
        byte[] finds = [.. Enumerable.Range(100, 100).SelectMany(id => RawClient.Encode(0, id, "find", new object[] { "ws", "x" }))];
        await client.SendBytesAsync(finds);
        for (uint id = 100; id < 200; id++) Assert.Equal(id, (await client.ReceiveResponseAsync()).Id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Client_ThatDoesNotReadWhileMoreComes_IsDroppedAndItsValuesComeBack(bool confirm)
    {
        await using var server = new PipeServer(Options);
        var other = await server.ConnectOpenedAsync();
        var slow = await StuckAsync(server, other, fetches: Values, confirm);
        for (int i = 0; i < Values - 1; i++) await other.CallAsync("store", "ws", "y", new byte[ValueBytes]);
        server.Time.Advance(LongerThanPatience);
        Assert.Null((await other.CallAsync("store", "ws", "y", "last")).Code);

        var bye = await LastMessageAsync(slow);
        Assert.Equal("slow_reader", bye.Code);
        Assert.Contains("65536", bye.Message, StringComparison.Ordinal);
        await server.EndOfAsync(slow);
        Assert.Equal(Values, (await server.VariableAsync("y"))!.Values);
        for (int i = 1; i < Values; i++) Assert.Equal(2, (await other.CallAsync("fetch", "ws", "y")).Result[5].To<int>());
        Assert.Equal("last", (await other.CallAsync("fetch", "ws", "y")).Result[0].To<string>());
    }

    [Fact]
    public async Task Client_ThatReadsSlowlyButReads_IsNotDropped()
    {
        await using var server = new PipeServer(Options);
        var other = await server.ConnectOpenedAsync();
        var slow = await StuckAsync(server, other, fetches: Values);
        for (int i = 0; i < Values; i++)
        {
            server.Time.Advance(TimeSpan.FromSeconds(1));
            await other.CallAsync("store", "ws", "y", new byte[ValueBytes]);
            Assert.Null((await slow.ReceiveResponseAsync()).Code);
        }
        for (int i = 1; i < Values; i++) Assert.Null((await slow.ReceiveResponseAsync()).Code);
    }

    [Fact]
    public async Task Client_ThatWasIdleForLong_IsNotDroppedForItsFirstAnswers()
    {
        await using var server = new PipeServer(Options);
        var client = await server.ConnectOpenedAsync(capacity: 4096);
        var other = await server.ConnectOpenedAsync();
        await other.CallAsync("store", "ws", "x", new byte[ValueBytes]);
        server.Time.Advance(TimeSpan.FromDays(1));
        byte[] finds = [.. Enumerable.Range(100, Values).SelectMany(id => RawClient.Encode(0, id, "find", new object[] { "ws", "x" }))];
        await client.SendBytesAsync(finds);
        for (uint id = 100; id < 100 + Values; id++) Assert.Equal(id, (await client.ReceiveResponseAsync()).Id);
    }

    [Fact]
    public async Task Client_ThatDoesNotRead_IsGivenUpSoonAfterTheServerCloses()
    {
        await using var server = new PipeServer(Options);
        var slow = await StuckAsync(server, await server.ConnectOpenedAsync());
        server.SessionOf(slow).Close(ErrorCode.ShuttingDown, "The server is being stopped.");
        await Eventually.TrueAsync(() =>
        {
            server.Time.Advance(TimeSpan.FromSeconds(1));
            return server.EndOfAsync(slow).IsCompleted;
        });
    }

    [Fact]
    public async Task Client_KilledWhileItDoesNotRead_LeavesNothingBehind()
    {
        await using var server = new PipeServer(Options);
        var other = await server.ConnectOpenedAsync();
        var slow = await StuckAsync(server, other, fetches: 3);
        await other.CallAsync("store", "ws", "y", 1);
        await slow.AbortAsync();
        await server.EndOfAsync(slow);
        var y = await server.VariableAsync("y");
        Assert.Equal((1, 0), (y!.Values, y.Fetchers));
    }

    [Fact]
    public async Task Value_LargerThanTheOutbox_IsSentPieceByPiece()
    {
        await using var server = new PipeServer(Options);
        var client = await server.ConnectOpenedAsync(capacity: 4096);
        byte[] value = new byte[1_000_000];
        new Random(5).NextBytes(value);
        var other = await server.ConnectOpenedAsync(capacity: 2_000_000);
        await other.CallAsync("store", "ws", "x", value);
        Assert.Equal(value, (await client.CallAsync("find", "ws", "x")).Result[0].To<byte[]>());
        Assert.Equal(value, (await client.CallAsync("fetch", "ws", "x")).Result[0].To<byte[]>());
    }

    /// <summary>A client that waits for some fetches of <c>y</c>, and has asked for much of <c>x</c> but read only the first answer.</summary>
    private static async Task<RawClient> StuckAsync(PipeServer server, RawClient other, int fetches = 0, bool confirm = true)
    {
        var slow = await server.ConnectOpenedAsync(confirm, capacity: 4096);
        await other.CallAsync("store", "ws", "x", new byte[ValueBytes]);
        for (int i = 0; i < fetches; i++) await slow.RequestAsync("fetch", "ws", "y");
        byte[] finds = [.. Enumerable.Range(1000, Values).SelectMany(id => RawClient.Encode(0, id, "find", new object[] { "ws", "x" }))];
        await slow.SendBytesAsync(finds);
        Assert.Equal(1000u, (await slow.ReceiveResponseAsync()).Id);
        return slow;
    }

    private static async Task<RawBye> LastMessageAsync(RawClient client)
    {
        NwsValue? last = null;
        while (await client.ReceiveAsync() is { } message) last = message;
        return RawBye.Read(last!);
    }
}
