using Nws.TestKit;

namespace Nws.Runtime.Tests.Client;

public class LostConnectionTests : ClientTests
{
    [Fact]
    public async Task ServerThatStops_FailsEveryWaiterWithItsReason()
    {
        var fetches = Enumerable.Range(0, 10).Select(i => Workspace.FetchAsync($"x{i}", cancellationToken: Token)).ToList();
        await FetchersAsync("x9", 1);
        await Server.DisposeAsync();
        foreach (var fetch in fetches)
        {
            var fault = await Assert.ThrowsAsync<NwsConnectionDroppedException>(() => fetch.Soon());
            Assert.Contains("being stopped", fault.Message, StringComparison.Ordinal);
        }
        await Client.Closed.Soon();
        var later = await Assert.ThrowsAsync<NwsConnectionDroppedException>(() => Workspace.StoreAsync("x", 1, Token));
        Assert.Contains("being stopped", later.Message, StringComparison.Ordinal);
        using var file = new MemoryStream([1]);
        later = await Assert.ThrowsAsync<NwsConnectionDroppedException>(() => Workspace.StoreFileAsync("x", file, cancellationToken: Token));
        Assert.Contains("being stopped", later.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failures_OfManyWaiters_AreExceptionsOfTheirOwn()
    {
        Task[] fetches = [Workspace.FetchAsync("x", cancellationToken: Token), Workspace.FetchAsync("x", cancellationToken: Token)];
        await FetchersAsync("x", 2);
        await Client.DisposeAsync().AsTask().Soon();
        var faults = new List<Exception>();
        foreach (var fetch in fetches) faults.Add(await Assert.ThrowsAsync<NwsConnectionDroppedException>(() => fetch.Soon()));
        Assert.NotSame(faults[0], faults[1]);
        Assert.Contains("closed by this program", faults[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectionThatBreaks_FailsTheWaiters()
    {
        await using var server = new FakeServer();
        var workspace = await server.OpenAsync(Token);
        var fetching = workspace.FetchAsync("x", cancellationToken: Token);
        await server.ReceiveAsync();
        await server.AbortAsync();
        await Assert.ThrowsAsync<NwsConnectionDroppedException>(() => fetching.Soon());
        await workspace.Server.Closed.Soon();
    }

    [Fact]
    public async Task Bye_FailsTheWaitersWithCodeAndReason()
    {
        await using var server = new FakeServer();
        var workspace = await server.OpenAsync(Token);
        var fetching = workspace.FetchAsync("x", cancellationToken: Token);
        await server.ReceiveAsync();
        await server.SendAsync(2, "bye", new object[] { "slow_reader", "You did not read." });
        var fault = await Assert.ThrowsAsync<NwsConnectionDroppedException>(() => fetching.Soon());
        Assert.Equal("The server closed the connection (slow_reader): You did not read.", fault.Message);
    }

    /// <summary>Behind <c>fetch</c>, in answer to it.</summary>
    public static TheoryData<string> MalformedAnswers { get; } =
    [
        "C1", "05", "90", "9101", "940102", "9401A131C0C0", "940102" + "05" + "C0", "940102" + "81A4636F646505" + "C0", "940102C0" + "05",
        "940102C0" + "91C0", "940102C0" + "96C0C0C0C0C0C0", "940102" + "8105C0" + "C0",
        "9402A3627965", "9302A362796590", "9302A362796591A0",
    ];

    [Theory]
    [MemberData(nameof(MalformedAnswers))]
    public async Task Answer_ThatCannotBeUnderstood_FailsTheRequestInsteadOfHangingIt(string hex)
    {
        await using var server = new FakeServer();
        var workspace = await server.OpenAsync(Token);
        var fetching = workspace.FetchAsync("x", cancellationToken: Token);
        var request = await server.ReceiveAsync();
        byte[] bytes = Convert.FromHexString(hex);
        if (bytes is [0x94, 0x01, 0x02, ..]) bytes[2] = request[1].To<byte>();
        await server.SendBytesAsync(bytes);
        await server.EndSendingAsync();
        await Assert.ThrowsAnyAsync<NwsException>(() => fetching.Soon());
    }

    [Fact]
    public async Task Messages_TheClientDoesNotKnow_ArePassedOver()
    {
        await using var server = new FakeServer();
        var workspace = await server.OpenAsync(Token);
        var storing = workspace.StoreAsync("x", 1, Token);
        await server.SendAsync(2, "news", new object[] { "of a later version" });
        await server.SendAsync(1, 4_000_000_000, null, "an answer to nothing");
        await server.SendAsync(7, "another type");
        await server.AnswerAsync(null);
        await storing.Soon();
    }

    [Fact]
    public async Task Dispose_WithRequestsPending_FailsThem()
    {
        var other = await OtherAsync();
        var fetches = Enumerable.Range(0, 50).Select(i => other.FetchAsync("x", cancellationToken: Token)).ToList();
        await FetchersAsync("x", 50);
        await other.Server.DisposeAsync().AsTask().Soon();
        foreach (var fetch in fetches) await Assert.ThrowsAsync<NwsConnectionDroppedException>(() => fetch.Soon());
        await Assert.ThrowsAsync<NwsConnectionDroppedException>(() => other.StoreAsync("x", 1, Token));
        Assert.Null(await ListedAsync("x"));
        await other.Server.DisposeAsync().AsTask().Soon();
    }

    [Fact]
    public async Task Dispose_OfAConnectionTheServerDoesNotRead_FailsWhoeverIsSending()
    {
        await using var server = new FakeServer();
        var workspace = await server.OpenAsync(Token);
        var stores = Enumerable.Range(0, 100).Select(_ => workspace.StoreAsync("x", new byte[1 << 18], Token)).ToList();
        await workspace.Server.DisposeAsync().AsTask().Soon();
        foreach (var store in stores) await Assert.ThrowsAsync<NwsConnectionDroppedException>(() => store.Soon());
    }

    [Fact]
    public async Task Dispose_FromManyTasks_EndsThemAll()
    {
        var other = await OtherAsync();
        var fetching = other.FetchAsync("x", cancellationToken: Token);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => other.Server.DisposeAsync().AsTask(), Token))).Soon();
        await Assert.ThrowsAsync<NwsConnectionDroppedException>(() => fetching.Soon());
    }

    [Fact]
    public async Task Dispose_RightBehindAFetch_HasConfirmedIt()
    {
        for (int i = 0; i < 100; i++)
        {
            var other = await OtherAsync();
            await Workspace.StoreAsync("x", i, Token);
            Assert.Equal(i, await other.FetchAsync<int>("x", cancellationToken: Token));
            await other.Server.DisposeAsync().AsTask().Soon();
            Assert.Equal(0, (await ListedAsync("x"))!.ValueCount);
        }
    }

    [Fact]
    public async Task ClientThatIsKilled_GivesBackWhatItHadNotConfirmed()
    {
        await using var killed = await Server.ConnectGreetedAsync(confirm: true);
        await killed.CallAsync("use", "ws");
        for (int i = 0; i < 5; i++) await Workspace.StoreAsync("x", i, Token);
        for (int i = 0; i < 3; i++) await killed.CallAsync("fetch", "ws", "x");
        await killed.RequestAsync("fetch", "ws", "y");
        await FetchersAsync("y", 1);
        await killed.AbortAsync();
        await Eventually.TrueAsync(async () => await ListedAsync("x") is { ValueCount: 5 });
        Assert.Null(await ListedAsync("y"));
        Assert.Equal([0, 1, 2, 3, 4], await Workspace.IFetchTry<int>("x").ToListAsync(Token));
    }

    [Fact]
    public async Task ClientsKilledAtRandom_LoseNothing()
    {
        const int Values = 500;
        for (int i = 0; i < Values; i++) await Workspace.StoreAsync("x", i, Token);
        var random = new Random(3);
        for (int round = 0; round < 60; round++)
        {
            await using var killed = await Server.ConnectGreetedAsync(confirm: true);
            await killed.CallAsync("use", "ws");
            byte[][] fetches = [.. Enumerable.Range(10, 40).Select(id => RawClient.Encode(0, id, "fetch", new object[] { "ws", "x" }))];
            int length = random.Next(fetches[0].Length, fetches.Sum(fetch => fetch.Length));
            await killed.SendBytesAsync(fetches.SelectMany(bytes => bytes).Take(length).ToArray());
            if (round % 2 == 0) await killed.ReceiveAsync();
            await killed.AbortAsync();
        }
        await Eventually.TrueAsync(async () => await ListedAsync("x") is { ValueCount: Values });
        Assert.Equal(Enumerable.Range(0, Values), await Workspace.IFetchTry<int>("x").ToListAsync(Token));
    }
}
