using Nws.TestKit;

namespace Nws.Server.Tests.Sessions;

public class FramingFaultTests
{
    /// <summary>What is wrong, and the bytes.</summary>
    public static TheoryData<string, string> Faults { get; } = new()
    {
        { "the byte that starts nothing", "C1" },
        { "the byte that starts nothing, inside", "940001C1" },
        { "no array", "05" },
        { "a map", "8100A0" },
        { "an empty array", "90" },
        { "a request of three", "930001A175" },
        { "a request of five", "950001A1759090" },
        { "a response", "940101C0C0" },
        { "an unknown type", "940301A17590" },
        { "a type that is text", "94A13001A17590" },
        { "an id that is negative", "9400FFA17590" },
        { "an id beyond 32 bits", "9400CF0000000100000000A17590" },
        { "an id beyond 63 bits", "9400CFFFFFFFFFFFFFFFFFA17590" },
        { "an id that is text", "9400A131A17590" },
        { "a method that is no text", "9400010590" },
        { "a method that is no UTF-8", "940001A2C32890" },
        { "a notification of four", "9402A17590C0" },
        { "an unknown notification", "9302A568656C6C6F90" },
        { "a notification that should be a request", "9302A573746F726593A27773A17801" },
        { "a confirm that cannot be understood", "9302A7636F6E6669726D91A178" },
        { "a cancel that cannot be understood", "9302A663616E63656C90" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Bytes_ThatAreNoMessage_EndTheConnectionWithAReason(string what, string hex)
    {
        await using var server = new PipeServer();
        var client = await server.ConnectOpenedAsync();
        await client.SendBytesAsync(Convert.FromHexString(hex));
        var bye = await client.ReceiveByeAsync();
        Assert.True(bye.Code == "bad_request", what);
        Assert.NotEmpty(bye.Message);
        await server.EndOfAsync(client);
    }

    [Fact]
    public async Task Message_DeeperThanTheLimit_EndsTheConnection()
    {
        await using var server = new PipeServer();
        var client = await server.ConnectOpenedAsync();
        await client.SendBytesAsync(Enumerable.Repeat((byte)0x91, 300).ToArray());
        var bye = await client.ReceiveByeAsync();
        Assert.Equal("bad_request", bye.Code);
        Assert.Contains("264", bye.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DFFFFFFFFF")]
    [InlineData("C6FFFFFFFF")]
    [InlineData("9302C6FFFFFFFF")]
    [InlineData("94C6FFFFFFFF")]
    public async Task Message_LargerThanAnyAndNoRequest_EndsTheConnection(string hex)
    {
        await using var server = new PipeServer();
        var client = await server.ConnectOpenedAsync();
        await client.SendBytesAsync(Convert.FromHexString(hex));
        Assert.Equal("too_large", (await client.ReceiveByeAsync()).Code);
    }

    [Fact]
    public async Task Fault_BehindGoodRequests_LeavesThemAnswered()
    {
        await using var server = new PipeServer();
        var client = await server.ConnectOpenedAsync();
        await client.SendBytesAsync(new byte[][]
        {
            RawClient.Encode(0, 10, "store", new object[] { "ws", "x", 1 }),
            RawClient.Encode(0, 11, "find", new object[] { "ws", "x" }),
            [0xc1],
        }.SelectMany(bytes => bytes).ToArray());
        Assert.Equal(10u, (await client.ReceiveResponseAsync()).Id);
        Assert.Equal(11u, (await client.ReceiveResponseAsync()).Id);
        Assert.Equal("bad_request", (await client.ReceiveByeAsync()).Code);
    }

    [Fact]
    public async Task Fault_OfOneClient_LeavesTheOthersAlone()
    {
        await using var server = new PipeServer();
        var good = await server.ConnectOpenedAsync();
        var bad = await server.ConnectOpenedAsync();
        uint fetch = await good.RequestAsync("fetch", "ws", "x");
        await bad.SendBytesAsync(new byte[] { 0xc1 });
        await bad.ReceiveByeAsync();
        uint store = await good.RequestAsync("store", "ws", "x", 3);
        Assert.Equal([fetch, store], [(await good.ReceiveResponseAsync()).Id, (await good.ReceiveResponseAsync()).Id]);
    }
}
