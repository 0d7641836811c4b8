using Nws.Server.Persistence;
using Nws.TestKit;

namespace Nws.Server.Tests.Persistence;

/// <summary>Values that stay in the data file: to clients they are values as all others.</summary>
public sealed class LargeValueTests : IDisposable
{
    private readonly DataFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private NwsServerOptions Options => new() { Data = _folder.File, LargeValueBytes = 1000 };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(VariableMode.Fifo)]
    [InlineData(VariableMode.Lifo)]
    [InlineData(VariableMode.Multi)]
    [InlineData(VariableMode.Single)]
    public async Task EveryMode_GivesWhatWasStored_AlsoAfterARestart(VariableMode mode)
    {
        int[] sizes = [10, 2_000, 200_000, 3_000_001];
        await using (var server = await TestServer.StartAsync(Options))
        {
            var workspace = await OpenAsync(server);
            await workspace.DeclareAsync("x", mode, Cancellation).Soon();
            foreach (int size in sizes) await workspace.StoreAsync("x", Value(size), Cancellation).Soon();
            Assert.Contains((await workspace.FindAsync<byte[]>("x", cancellationToken: Cancellation).Soon()).Length, sizes);
        }
        await using var restarted = await TestServer.StartAsync(Options);
        var reader = await OpenAsync(restarted);
        var fetched = new List<int>();
        while (await reader.FetchTryAsync<byte[]>("x", cancellationToken: Cancellation).Soon() is { } value)
        {
            Assert.Equal(Value(value.Length), value);
            fetched.Add(value.Length);
        }
        int[] expected = mode switch
        {
            VariableMode.Lifo => [.. sizes.Reverse()],
            VariableMode.Single => [sizes[^1]],
            VariableMode.Multi => [.. fetched.Order()],
            _ => sizes,
        };
        Assert.Equal(expected, mode == VariableMode.Multi ? fetched.Order() : fetched);
        Assert.Equal(mode == VariableMode.Single ? 1 : sizes.Length, fetched.Count);
    }

    [Fact]
    public async Task Iterators_AndFetchesOfSeveral_GiveThemInTheirOrder()
    {
        await using var server = await TestServer.StartAsync(Options);
        var workspace = await OpenAsync(server);
        int[] sizes = [1_500_000, 5, 70_000, 1_001, 2_000_000, 999];
        foreach (int size in sizes) await workspace.StoreAsync("x", Value(size), Cancellation).Soon();

        var found = new List<int>();
        await foreach (byte[] value in workspace.IFindTry<byte[]>("x")) found.Add(Whole(value));
        Assert.Equal(sizes, found);
        var together = await workspace.FetchManyAsync<byte[]>("x", 4, cancellationToken: Cancellation).Soon();
        Assert.Equal(sizes[..1], together.Select(Whole));
        together = await workspace.FetchManyAsync<byte[]>("x", 3, cancellationToken: Cancellation).Soon();
        Assert.Equal(sizes[1..4], together.Select(Whole));
        var taken = new List<int>();
        await foreach (byte[] value in workspace.IFetchTry<byte[]>("x")) taken.Add(Whole(value));
        Assert.Equal(sizes[4..], taken);
    }

    [Fact]
    public async Task ValuesBeyondTheMemoryForThem_StayInTheFile_AndTheMemoryIsFreeForOthers()
    {
        var options = Options with { LargeValueBytes = 1 << 20, MaxDataMemoryBytes = 10_000, MaxMemoryBytes = 200_000 };
        await using (var server = await TestServer.StartAsync(options))
        {
            var workspace = await OpenAsync(server);
            // Ten times as much as all the memory there is, stored by one who waits for each answer.
            for (int i = 0; i < 1000; i++) await workspace.StoreAsync("x", Value(2_000 + i), Cancellation).Soon();
            for (int i = 0; i < 500; i++) Assert.Equal(2_000 + i, Whole(await workspace.FetchAsync<byte[]>("x", cancellationToken: Cancellation).Soon()));
            await workspace.StoreAsync("y", "behind the confirms", Cancellation).Soon();
        }
        await using var restarted = await TestServer.StartAsync(options);
        var reader = await OpenAsync(restarted);
        for (int i = 500; i < 1000; i++) Assert.Equal(2_000 + i, Whole(await reader.FetchAsync<byte[]>("x", cancellationToken: Cancellation).Soon()));
        await reader.StoreAsync("y", Value(150_000), Cancellation).Soon();
    }

    [Fact]
    public async Task LeasesTermsAndTheGraveyard_KnowNoDifference()
    {
        await using var server = await TestServer.StartAsync(Options);
        var workspace = await OpenAsync(server);
        await workspace.StoreAsync("task", Value(5_000), Cancellation).Soon();
        var lease = await workspace.FetchLeaseAsync("task", cancellationToken: Cancellation).Soon();
        await lease.ReleaseAsync(Cancellation).Soon();
        lease = await workspace.FetchLeaseAsync("task", cancellationToken: Cancellation).Soon();
        Assert.Equal((2, 5_000), (lease.Attempt, Whole(lease.Value.To<byte[]>())));
        await lease.CompleteAsync(Cancellation, (workspace, "result", Value(6_000)), (workspace, "result", Value(2_000_000))).Soon();
        Assert.Equal(6_000, Whole(await workspace.FetchAsync<byte[]>("result", cancellationToken: Cancellation).Soon()));
        Assert.Equal(2_000_000, Whole(await workspace.FetchAsync<byte[]>("result", cancellationToken: Cancellation).Soon()));

        await workspace.StoreAsync("late", Value(7_000), new StoreOptions { Delay = TimeSpan.FromMilliseconds(20), Key = "k" }, Cancellation).Soon();
        lease = await workspace.FetchLeaseAsync("late", TimeSpan.FromSeconds(10), Cancellation).Soon();
        await lease.BuryAsync("why not", Cancellation).Soon();
        Assert.Equal(7_000, Whole(Assert.Single(await workspace.ListBuriedAsync("late", cancellationToken: Cancellation).Soon()).Value.To<byte[]>()));
        Assert.Equal(1, await workspace.ReplayAsync("late", cancellationToken: Cancellation).Soon());
        Assert.Equal(7_000, Whole(await workspace.FetchAsync<byte[]>("late", cancellationToken: Cancellation).Soon()));
    }

    [Fact]
    public async Task WorkspaceThatBecomesPersistent_LeavesItsLargeValuesToTheFile()
    {
        await using (var server = await TestServer.StartAsync(Options))
        {
            var client = await server.ConnectAsync();
            var loose = await client.UseWsAsync("loose", cancellationToken: Cancellation).Soon();
            foreach (int size in (int[])[5_000, 50, 6_000, 7_000]) await loose.StoreAsync("x", Value(size), Cancellation).Soon();
            var lease = await loose.FetchLeaseAsync("x", cancellationToken: Cancellation).Soon();
            await client.OpenWsAsync("loose", persistent: true, cancellationToken: Cancellation).Soon();
            await lease.ReleaseAsync(Cancellation).Soon();
            Assert.Equal(5_000, Whole(await loose.FetchAsync<byte[]>("x", cancellationToken: Cancellation).Soon()));
            await loose.StoreAsync("y", "behind the confirm", Cancellation).Soon();
        }
        await using var restarted = await TestServer.StartAsync(Options);
        var reader = await OpenAsync(restarted, "loose");
        foreach (int size in (int[])[50, 6_000, 7_000]) Assert.Equal(size, Whole(await reader.FetchAsync<byte[]>("x", cancellationToken: Cancellation).Soon()));
    }

    [Fact]
    public async Task ValueDeletedWhileSomebodyReadsIt_ArrivesWhole()
    {
        await using var server = await TestServer.StartAsync(Options);
        var workspace = await OpenAsync(server);
        await workspace.DeclareAsync("x", VariableMode.Single, Cancellation).Soon();
        byte[] value = Value(40_000_000);
        await workspace.StoreAsync("x", value, Cancellation).Soon();
        // As large as it is it does not fit into the sockets, so the server is still reading it when it goes.
        await using var slow = await server.ConnectGreetedAsync();
        await slow.CallAsync("use", "kept");
        uint first = await slow.RequestAsync("find", "kept", "x");
        uint second = await slow.RequestAsync("find", "kept", "x");
        var frame = await slow.ReceiveResponseAsync();
        Assert.Equal(first, frame.Id);
        await workspace.DeleteVarAsync("x", Cancellation).Soon();
        await workspace.StoreAsync("x", "another", Cancellation).Soon();

        Assert.Equal(value, frame.Result[0].To<byte[]>());
        frame = await slow.ReceiveResponseAsync();
        Assert.Equal(second, frame.Id);
        Assert.Equal(value, frame.Result[0].To<byte[]>());
    }

    [Fact]
    public async Task ValueFoundAndOverwrittenInOneGo_ArrivesAsItWas()
    {
        await using var server = await TestServer.StartAsync(Options);
        var workspace = await OpenAsync(server);
        await workspace.DeclareAsync("x", VariableMode.Single, Cancellation).Soon();
        await using var client = await server.ConnectGreetedAsync();
        await client.CallAsync("use", "kept");
        await workspace.StoreAsync("x", Value(2_000), Cancellation).Soon();
        for (int size = 2_000; size < 2_060; size++)
        {
            byte[] both = [.. RawClient.Encode(0, 100 + size, "find", new object[] { "kept", "x" }), .. RawClient.Encode(0, 9000 + size, "store", new object[] { "kept", "x", Value(size + 1) })];
            await client.SendBytesAsync(both);
            var answers = new[] { await client.ReceiveResponseAsync(), await client.ReceiveResponseAsync() };
            Assert.Equal(size, Whole(answers.Single(answer => answer.Id == 100 + size).Result[0].To<byte[]>()));
        }
    }

    [Theory]
    [InlineData(2_000)]
    [InlineData(5_000_000)]
    public async Task DamagedValue_IsNamedAndPutAside_NeverServed(int size)
    {
        await using var server = await TestServer.StartAsync(Options);
        var workspace = await OpenAsync(server);
        await workspace.StoreAsync("x", Value(size), Cancellation).Soon();
        await workspace.StoreAsync("x", "behind it", Cancellation).Soon();
        using (var database = SqliteDatabase.Open(_folder.File)) database.Execute($"UPDATE value SET bytes = zeroblob({size}) WHERE row = 1");

        var fault = await Assert.ThrowsAsync<NwsOperationException>(() => workspace.FindAsync("x", cancellationToken: Cancellation).Soon());
        Assert.Equal("storage", fault.Code);
        Assert.Contains("value 1 is damaged, in variable 'x' of workspace 'kept'", fault.Message);
        fault = await Assert.ThrowsAsync<NwsOperationException>(() => workspace.FetchAsync("x", cancellationToken: Cancellation).Soon());
        Assert.Contains("value 1 is damaged, in variable 'x' of workspace 'kept'", fault.Message);
        Assert.Equal("behind it", await workspace.FetchAsync<string>("x", cancellationToken: Cancellation).Soon());
        Assert.Equal(0, Assert.Single(await workspace.ListVarsAsync(Cancellation).Soon()).ValueCount);
        fault = await Assert.ThrowsAsync<NwsOperationException>(() => workspace.ListBuriedAsync("x", cancellationToken: Cancellation).Soon());
        Assert.Equal("storage", fault.Code);
        await workspace.DeleteVarAsync("x", Cancellation).Soon();
        await workspace.StoreAsync("x", Value(size), Cancellation).Soon();
        Assert.Equal(size, Whole(await workspace.FetchAsync<byte[]>("x", cancellationToken: Cancellation).Soon()));
    }

    [Fact]
    public async Task DamagedValueAmongSeveral_CostsTheOthersNothing()
    {
        await using var server = await TestServer.StartAsync(Options);
        var workspace = await OpenAsync(server);
        foreach (int size in (int[])[2_000, 2_001, 2_002]) await workspace.StoreAsync("x", Value(size), Cancellation).Soon();
        using (var database = SqliteDatabase.Open(_folder.File)) database.Execute("UPDATE value SET bytes = zeroblob(2001) WHERE row = 2");
        await Assert.ThrowsAsync<NwsOperationException>(() => workspace.FetchManyAsync<byte[]>("x", 5, cancellationToken: Cancellation).Soon());
        var left = await workspace.FetchManyLeasesAsync(["x"], 5, cancellationToken: Cancellation).Soon();
        Assert.Equal([(2_000, 1), (2_002, 1)], left.Select(lease => (Whole(lease.Value.To<byte[]>()), lease.Attempt)));
    }

    [Fact]
    public async Task DamagedValueThatIsToAppear_StaysDamaged()
    {
        await using var server = await TestServer.StartAsync(Options);
        var workspace = await OpenAsync(server);
        await workspace.StoreAsync("x", Value(2_000), new StoreOptions { Delay = TimeSpan.FromSeconds(1) }, Cancellation).Soon();
        using (var database = SqliteDatabase.Open(_folder.File)) database.Execute("UPDATE pending SET bytes = zeroblob(2000)");
        var fault = await Assert.ThrowsAsync<NwsOperationException>(() => workspace.FetchAsync("x", TimeSpan.FromSeconds(15), Cancellation).Soon());
        Assert.Contains("is damaged", fault.Message);
    }

    /// <summary>Bytes that tell where they belong.</summary>
    private static byte[] Value(int size)
    {
        byte[] bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }

    private static int Whole(byte[] value)
    {
        Assert.Equal(Value(value.Length), value);
        return value.Length;
    }

    private static async Task<NetWorkSpace> OpenAsync(TestServer server, string name = "kept") =>
        await (await server.ConnectAsync()).OpenWsAsync(name, persistent: true, cancellationToken: Cancellation).Soon();
}
