using Nws.Server.Engine;
using Nws.TestKit;

namespace Nws.Server.Tests.Sessions;

public class ResumeTests
{
    private static readonly TimeSpan Grace = new NwsServerOptions().Grace;
    private static readonly Dictionary<string, object?> Nothing = [];

    [Fact]
    public async Task Loss_WithinTheGrace_KeepsTheAnswersThatHaveNotArrived()
    {
        await using var server = new PipeServer();
        var (client, key) = await BeginAsync(server);
        await client.CallAsync("use", "ws");
        await client.RequestAsync("store", "ws", "x", 1);
        await client.RequestAsync("fetch", "ws", "x");
        await client.RequestAsync("fetch", "ws", "y");
        await Eventually.TrueAsync(async () => await server.VariableAsync("y") is { Fetchers: 1 });
        await LoseAsync(server, client);
        server.Time.Advance(Grace - TimeSpan.FromMilliseconds(10));
        var again = server.Connect();
        var hello = await HelloAsync(again, new { key, received = 1 });
        Assert.Equal((key, 4L), (Key(hello), hello.Result["resume"]["received"].To<long>()));
        Assert.Equal(3u, (await again.ReceiveResponseAsync()).Id);
        var fetched = await again.ReceiveResponseAsync();
        Assert.Equal((4u, 1), (fetched.Id, fetched.Result[0].To<int>()));
        await again.SendAsync(0, 6, "store", new object[] { "ws", "y", 2 });
        uint[] answered = [(await again.ReceiveResponseAsync()).Id, (await again.ReceiveResponseAsync()).Id];
        Assert.Equal([5u, 6u], answered.Order());
    }

    [Fact]
    public async Task Grace_ThatIsOver_EndsTheSession()
    {
        await using var server = new PipeServer();
        var (client, key) = await BeginAsync(server);
        await client.CallAsync("use", "ws");
        await client.CallAsync("store", "ws", "x", 1);
        await client.CallAsync("fetch", "ws", "x", new { lease = true });
        await LoseAsync(server, client);
        Assert.Equal(0, (await server.VariableAsync("x"))!.Values);
        server.Time.Advance(Grace);
        await Eventually.TrueAsync(async () => (await server.VariableAsync("x"))!.Values == 1);
        Assert.Equal("no_session", (await HelloAsync(server.Connect(), new { key, received = 4 })).Code);
    }

    [Theory]
    [InlineData("0123")]
    [InlineData("")]
    [InlineData(null)]
    public async Task WrongKey_IsRefusedAndTheConnectionClosed(string? key)
    {
        await using var server = new PipeServer();
        var (_, known) = await BeginAsync(server);
        // Of this run of the server, and of a form that is right.
        key ??= known[..^2] + (known.EndsWith("00", StringComparison.Ordinal) ? "11" : "00");
        var client = server.Connect();
        var hello = await HelloAsync(client, new { key });
        Assert.Equal(key.Length == 0 ? "bad_request" : "no_session", hello.Code);
        Assert.Equal(hello.Code, (await client.ReceiveByeAsync()).Code);
    }

    [Fact]
    public async Task Bye_EndsTheSessionWithTheConnection()
    {
        await using var server = new PipeServer();
        var (client, key) = await BeginAsync(server);
        await client.NotifyAsync("bye");
        await client.EndSendingAsync();
        await server.EndOfAsync(client);
        Assert.Equal("no_session", (await HelloAsync(server.Connect(), new { key })).Code);
    }

    [Fact]
    public async Task FaultOfTheClient_EndsTheSession()
    {
        await using var server = new PipeServer();
        var (client, key) = await BeginAsync(server);
        await client.NotifyAsync("ack", 1);
        Assert.Equal("bad_request", (await client.ReceiveByeAsync()).Code);
        await server.EndOfAsync(client);
        Assert.Equal("no_session", (await HelloAsync(server.Connect(), new { key })).Code);
    }

    [Fact]
    public async Task SecondConnection_TakesTheSessionFromTheFirst()
    {
        await using var server = new PipeServer();
        var (client, key) = await BeginAsync(server);
        await client.CallAsync("use", "ws");
        var second = server.Connect();
        Assert.Null((await HelloAsync(second, new { key, received = 1 })).Code);
        Assert.Equal("resumed", (await client.ReceiveByeAsync()).Code);
        await server.EndOfAsync(client);
        server.Time.Advance(2 * Grace);
        Assert.Null((await second.CallAsync("store", "ws", "x", 1)).Code);
    }

    [Fact]
    public async Task AnswersThatNobodyAcknowledges_AreKeptUpToTheLimit()
    {
        const int Kept = 16;
        await using var server = new PipeServer(new NwsServerOptions { MaxUnsentBytes = Kept * 64 });
        var (client, key) = await BeginAsync(server);
        await client.CallAsync("use", "ws");
        for (int i = 0; i < 99; i++) await client.CallAsync("store", "ws", "x", i);
        await LoseAsync(server, client);
        Assert.Equal("no_session", (await HelloAsync(server.Connect(), new { key, received = 100 - Kept - 1 })).Code);
        var again = server.Connect();
        Assert.Null((await HelloAsync(again, new { key, received = 100 - Kept })).Code);
        for (uint id = 0; id < Kept; id++) Assert.Equal(100 - Kept + 2 + id, (await again.ReceiveResponseAsync()).Id);
    }

    [Fact]
    public async Task AcknowledgedAnswers_AreNotKept()
    {
        await using var server = new PipeServer();
        var (client, key) = await BeginAsync(server);
        await client.CallAsync("use", "ws");
        await client.NotifyAsync("ack", 1);
        await client.CallAsync("use", "ws");
        await LoseAsync(server, client);
        Assert.Equal("no_session", (await HelloAsync(server.Connect(), new { key, received = 0 })).Code);
        Assert.Equal("no_session", (await HelloAsync(server.Connect(), new { key, received = 3 })).Code);
        Assert.Null((await HelloAsync(server.Connect(), new { key, received = 1 })).Code);
    }

    [Fact]
    public async Task ServerWithoutGrace_LetsNoSessionBeResumed()
    {
        await using var server = new PipeServer(new NwsServerOptions { Grace = TimeSpan.Zero });
        var hello = await HelloAsync(server.Connect(), Nothing);
        Assert.Null(hello.Code);
        Assert.DoesNotContain("resume", hello.Result.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2.5, 2.5)]
    [InlineData(1000, 10)]
    public async Task Grace_ThatTheClientAsksFor_IsLessAtMost(double wanted, double granted)
    {
        await using var server = new PipeServer();
        Assert.Equal(granted, (await HelloAsync(server.Connect(), new { grace = wanted })).Result["resume"]["grace"].To<double>());
    }

    [Fact]
    public async Task ClientThatDoesNotConfirm_CannotResume()
    {
        await using var server = new PipeServer();
        var hello = await server.Connect().CallAsync("hello", new { protocol = 1, resume = Nothing });
        Assert.Equal("bad_request", hello.Code);
        Assert.Contains("'confirm'", hello.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TooLargeRequest_CountsAsReceived()
    {
        await using var server = new PipeServer(new NwsServerOptions { MaxValueBytes = 1000 });
        var (client, key) = await BeginAsync(server);
        Assert.Equal("too_large", (await client.CallAsync("store", "ws", "x", new byte[100_000])).Code);
        await LoseAsync(server, client);
        var hello = await HelloAsync(server.Connect(), new { key, received = 1 });
        Assert.Equal(1, hello.Result["resume"]["received"].To<long>());
    }

    [Fact]
    public async Task AnythingInResume_GetsAnAnswer()
    {
        await using var server = new PipeServer();
        var (_, key) = await BeginAsync(server);
        var dice = new Random(4711);
        object?[] values = [null, true, -1, 0, 7, long.MaxValue, 1.5, double.NaN, "", "x", key, new string('k', 1000), new byte[] { 1 }, Array.Empty<object>(), new { key }];
        string[] names = ["key", "received", "grace", "resume", ""];
        for (int i = 0; i < 300; i++)
        {
            var resume = new Dictionary<string, object?>();
            for (int left = dice.Next(4); left > 0; left--) resume[names[dice.Next(names.Length)]] = values[dice.Next(values.Length)];
            var client = server.Connect();
            var hello = await HelloAsync(client, dice.Next(5) == 0 ? values[dice.Next(values.Length)] : resume);
            Assert.True(hello.Code is null or "bad_request" or "no_session", $"{i}: {hello.Code}: {hello.Message}");
        }
    }

    private static async Task<(RawClient Client, string Key)> BeginAsync(PipeServer server)
    {
        var client = server.Connect();
        var hello = await HelloAsync(client, Nothing);
        Assert.Null(hello.Code);
        return (client, Key(hello));
    }

    private static Task<RawResponse> HelloAsync(RawClient client, object? resume) => client.CallAsync("hello", new Dictionary<string, object?>
    {
        ["protocol"] = 1, ["client"] = "raw", ["confirm"] = true, ["resume"] = resume,
    });

    private static string Key(RawResponse hello) => hello.Result["resume"]["key"].To<string>();

    private static async Task LoseAsync(PipeServer server, RawClient client)
    {
        await client.AbortAsync();
        await server.EndOfAsync(client);
    }
}
