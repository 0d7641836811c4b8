using Nws.TestKit;
using Nws.Wire;

namespace Nws.Server.Tests.Sessions;

public class HelloTests
{
    private static readonly NwsServerOptions WithToken = new() { Token = "open sesame" };

    [Fact]
    public async Task Hello_OfProtocol1_TellsServerSessionAndLimits()
    {
        await using var server = new PipeServer(new NwsServerOptions { MaxValueBytes = 1000, MaxPendingRequests = 7 });
        var first = await server.Connect().HelloAsync();
        var second = await server.Connect().HelloAsync();
        Assert.Equal(1, first.Result["protocol"].To<int>());
        Assert.Equal("nws test", first.Result["server"].To<string>());
        Assert.Equal(1000, first.Result["limits"]["value"].To<int>());
        Assert.Equal(7, first.Result["limits"]["pending"].To<int>());
        Assert.False(first.Result.TryGetValue(NwsValue.From("web"), out _));
        Assert.NotEqual(first.Result["session"], second.Result["session"]);
    }

    [Fact]
    public async Task Hello_WithClientName_OwnsUnderThatName()
    {
        await using var server = new PipeServer();
        var client = server.Connect();
        await client.CallAsync("hello", new { protocol = 1, client = "loader 2.0", language = "fortran" });
        var opened = await client.CallAsync("open", "ws");
        Assert.Equal("pipe 1 (loader 2.0)", opened.Result["owner"].To<string>());
    }

    [Fact]
    public async Task Hello_Twice_IsABadRequestAndTheConnectionLives()
    {
        await using var server = new PipeServer();
        var client = server.Connect();
        await client.HelloAsync();
        var again = await client.HelloAsync();
        Assert.Equal("bad_request", again.Code);
        Assert.Null((await client.CallAsync("listWss")).Code);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(null)]
    public async Task Hello_OfAnotherProtocol_IsUnsupportedAndTheConnectionEnds(int? version)
    {
        await using var server = new PipeServer();
        var client = server.Connect();
        object said = version is null ? new { client = "old" } : new { protocol = version };
        var hello = await client.CallAsync("hello", said);
        Assert.Equal("unsupported", hello.Code);
        Assert.Contains("protocol 1", hello.Message!, StringComparison.Ordinal);
        Assert.Equal("unsupported", (await client.ReceiveByeAsync()).Code);
    }

    [Theory]
    [InlineData(null, "none was given")]
    [InlineData("", "wrong")]
    [InlineData("Open sesame", "wrong")]
    [InlineData("open sesame ", "wrong")]
    public async Task Hello_WithoutTheToken_IsUnauthorizedAndTheConnectionEnds(string? token, string reason)
    {
        await using var server = new PipeServer(WithToken);
        var client = server.Connect();
        var hello = await client.HelloAsync(token: token);
        Assert.Equal("unauthorized", hello.Code);
        Assert.Contains(reason, hello.Message!, StringComparison.Ordinal);
        Assert.Contains(NwsEndpoint.TokenVariable, hello.Message!, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", hello.Message!, StringComparison.Ordinal);
        Assert.Equal("unauthorized", (await client.ReceiveByeAsync()).Code);
    }

    [Fact]
    public async Task Hello_WithTheToken_IsLetIn()
    {
        await using var server = new PipeServer(WithToken);
        Assert.Null((await server.Connect().HelloAsync(token: "open sesame")).Code);
    }

    public static TheoryData<string, object?[]> BadHellos { get; } = new()
    {
        { "options", ["1"] },
        { "options", [new object[] { 1 }] },
        { "protocol", [new { protocol = "1" }] },
        { "protocol", [new { protocol = ulong.MaxValue }] },
        { "client", [new { protocol = 1, client = 5 }] },
        { "language", [new { protocol = 1, language = true }] },
        { "confirm", [new { protocol = 1, confirm = "yes" }] },
        { "token", [new { protocol = 1, token = 7 }] },
        { "colour", [new { protocol = 1, colour = "red" }] },
        { "too many", [new { protocol = 1 }, 2] },
    };

    [Theory]
    [MemberData(nameof(BadHellos))]
    public async Task Hello_WithABadArgument_IsAnsweredAndTheConnectionEnds(string named, object?[] arguments)
    {
        await using var server = new PipeServer();
        var client = server.Connect();
        var hello = await client.CallAsync("hello", arguments);
        Assert.Equal("bad_request", hello.Code);
        Assert.Contains(named, hello.Message!, StringComparison.Ordinal);
        Assert.Equal("bad_request", (await client.ReceiveByeAsync()).Code);
    }

    [Fact]
    public async Task Hello_WithTextThatIsNoUtf8_IsAnsweredAndTheConnectionEnds()
    {
        await using var server = new PipeServer();
        var client = server.Connect();
        await client.SendBytesAsync(Convert.FromHexString("940001A568656C6C6F9181A6636C69656E74A2C328"));
        Assert.Contains("client", (await client.ReceiveResponseAsync()).Message!, StringComparison.Ordinal);
        Assert.Equal("bad_request", (await client.ReceiveByeAsync()).Code);
    }

    [Theory]
    [InlineData("store")]
    [InlineData("nonsense")]
    public async Task Request_BeforeHello_EndsTheConnection(string method)
    {
        await using var server = new PipeServer();
        var client = server.Connect();
        await client.RequestAsync(method, "ws", "x", 1);
        var bye = await client.ReceiveByeAsync();
        Assert.Equal("bad_request", bye.Code);
        Assert.Contains(method, bye.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notification_BeforeHello_EndsTheConnection()
    {
        await using var server = new PipeServer();
        var client = server.Connect();
        await client.NotifyAsync("hello", new { protocol = 1 });
        Assert.Equal("bad_request", (await client.ReceiveByeAsync()).Code);
    }

    [Fact]
    public async Task Hello_LargerThanAnyHelloIs_EndsTheConnectionBeforeItHasArrived()
    {
        await using var server = new PipeServer(WithToken);
        var client = server.Connect();
        string name = new('x', 2 * WireLimits.MessageOverhead);
        byte[] hello = RawClient.Encode(0, 1, "hello", new object[] { new { protocol = 1, client = name } });
        await client.SendBytesAsync(hello.AsMemory(0, 1000));
        Assert.Equal("too_large", (await client.ReceiveByeAsync()).Code);
    }

    [Fact]
    public async Task Silence_LongerThanTheHelloTimeout_EndsTheConnection()
    {
        await using var server = new PipeServer(new NwsServerOptions { HelloTimeout = TimeSpan.FromSeconds(3) });
        var client = server.Connect();
        await client.SendBytesAsync(RawClient.Encode(0, 1, "hello", new object[] { new { protocol = 1 } }).AsMemory(0, 5));
        server.Time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(server.EndOfAsync(client).IsCompleted);
        server.Time.Advance(TimeSpan.FromSeconds(0.1));
        var bye = await client.ReceiveByeAsync();
        Assert.Equal("no_hello", bye.Code);
        Assert.Contains("3 s", bye.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HelloTimeout_AfterHello_DoesNothing()
    {
        await using var server = new PipeServer(new NwsServerOptions { HelloTimeout = TimeSpan.FromSeconds(3) });
        var client = server.Connect();
        await client.HelloAsync();
        server.Time.Advance(TimeSpan.FromHours(1));
        Assert.Null((await client.CallAsync("listWss")).Code);
    }

    [Fact]
    public async Task Requests_RightBehindHello_AreAppliedInTheirOrder()
    {
        await using var server = new PipeServer();
        var client = server.Connect();
        await client.SendBytesAsync(new[]
        {
            RawClient.Encode(0, 1, "hello", new object[] { new { protocol = 1 } }),
            RawClient.Encode(0, 2, "open", new object[] { "ws" }),
            RawClient.Encode(0, 3, "store", new object[] { "ws", "x", 17 }),
            RawClient.Encode(0, 4, "fetch", new object[] { "ws", "x" }),
        }.SelectMany(message => message).ToArray());
        for (uint id = 1; id <= 3; id++) Assert.Equal(id, (await client.ReceiveResponseAsync()).Id);
        Assert.Equal(17, (await client.ReceiveResponseAsync()).Result[0].To<int>());
    }

    [Fact]
    public async Task Bytes_ArrivingOneByOne_AreTheSameMessages()
    {
        await using var server = new PipeServer();
        var client = server.Connect();
        byte[] hello = RawClient.Encode(0, 1, "hello", new object[] { new { protocol = 1 } });
        byte[] use = RawClient.Encode(0, 2, "use", new object[] { "ws" });
        foreach (byte piece in hello.Concat(use)) await client.SendBytesAsync(new[] { piece });
        Assert.Equal(1u, (await client.ReceiveResponseAsync()).Id);
        Assert.Equal("ws", (await client.ReceiveResponseAsync()).Result["name"].To<string>());
    }
}
