using Nws.TestKit;

namespace Nws.Runtime.Tests.Client;

public class NetWorkSpaceTests : ClientTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task StoreAndFetch_OfValues_AreFirstInFirstOut()
    {
        await Workspace.StoreAsync("x", 1, Token);
        await Workspace.StoreAsync("x", "two", Token);
        Assert.Equal(1, await Workspace.FetchAsync<int>("x", cancellationToken: Token));
        Assert.Equal("two", (await Workspace.FetchAsync("x", cancellationToken: Token)).To<string>());
        Assert.Null(await Workspace.FetchTryAsync("x", Token));
    }

    [Fact]
    public async Task StoreAndFetch_OfEverySample_GivesItBack()
    {
        foreach (var sample in SampleValues.All)
        {
            await Workspace.StoreAsync("x", sample, Token);
            Assert.Equal(sample, await Workspace.FetchAsync("x", cancellationToken: Token));
        }
    }

    [Fact]
    public async Task Find_OfAValue_LeavesItThere()
    {
        await Workspace.StoreAsync("x", 1.5, Token);
        Assert.Equal(1.5, await Workspace.FindAsync<double>("x", cancellationToken: Token));
        Assert.Equal(NwsValue.From(1.5), await Workspace.FindAsync("x", cancellationToken: Token));
        Assert.Equal(1.5, await Workspace.FindTryAsync<double>("x", cancellationToken: Token));
        Assert.Equal(1, (await ListedAsync("x"))!.ValueCount);
    }

    [Fact]
    public async Task TryForms_WithoutAValue_GiveWhatIsMissing()
    {
        Assert.Equal(-1, await Workspace.FetchTryAsync("x", -1, Token));
        Assert.Equal("none", await Workspace.FindTryAsync("x", "none", Token));
        Assert.Equal(0, await Workspace.FetchTryAsync<int>("x", cancellationToken: Token));
        Assert.Null(await Workspace.FindTryAsync("x", Token));
        Assert.Null(await ListedAsync("x"));
    }

    [Fact]
    public async Task Nil_IsAValueLikeAnyOther()
    {
        await Workspace.StoreAsync("x", null, Token);
        Assert.Equal(NwsValue.Nil, await Workspace.FindTryAsync("x", Token));
        Assert.Null(await Workspace.FetchAsync<string?>("x", cancellationToken: Token));
        Assert.Null(await Workspace.FetchTryAsync("x", Token));
    }

    [Fact]
    public async Task Fetch_BeforeTheStore_WaitsForIt()
    {
        var fetching = Workspace.FetchAsync<int>("x", cancellationToken: Token);
        var finding = Workspace.FindAsync<int>("x", cancellationToken: Token);
        await FetchersAsync("x", 1);
        await Workspace.StoreAsync("x", 7, Token);
        int[] values = await Task.WhenAll(fetching, finding).Soon();
        Assert.Equal([7, 7], values);
    }

    [Fact]
    public async Task Wait_LongerThanTheTimeout_NamesWhatWasWaitedFor()
    {
        var fault = await Assert.ThrowsAsync<NwsTimeoutException>(() => Workspace.FetchAsync<int>("x", Moment, Token));
        Assert.Equal("No value came for 'x' in workspace 'ws' within 0.02 s.", fault.Message);
        await Assert.ThrowsAsync<NwsTimeoutException>(() => Workspace.FindAsync("x", Moment, Token));
        fault = await Assert.ThrowsAsync<NwsTimeoutException>(() => Workspace.FetchAnyAsync(["x", "y"], Moment, Token));
        Assert.Contains("'x' or 'y'", fault.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<NwsTimeoutException>(() => Workspace.FindAnyAsync(["x", "y"], Moment, Token));
        await Assert.ThrowsAsync<NwsTimeoutException>(() => Workspace.FetchLeaseAsync("x", TimeSpan.Zero, Token));
        Assert.Null(await ListedAsync("x"));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-10_000_000)]
    public async Task Timeout_BelowZero_IsMisuse(long ticks)
    {
        var timeout = TimeSpan.FromTicks(ticks);
        var fault = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Workspace.FetchAsync("x", timeout, Token));
        Assert.Equal("timeout", fault.ParamName);
    }

    [Fact]
    public async Task Timeout_Infinite_WaitsForEver()
    {
        var infinite = Workspace.FetchAsync<int>("x", Timeout.InfiniteTimeSpan, Token);
        var longest = Workspace.FetchAsync<int>("x", TimeSpan.MaxValue, Token);
        await FetchersAsync("x", 2);
        await Workspace.StoreAsync("x", 1, Token);
        await Workspace.StoreAsync("x", 2, Token);
        int[] values = await Task.WhenAll(infinite, longest).Soon();
        Assert.Equal([1, 2], values);
    }

    [Fact]
    public async Task FetchAny_OfSeveralVariables_TakesTheFirstInTheListThatHasOne()
    {
        await Workspace.StoreAsync("low", 1, Token);
        await Workspace.StoreAsync("high", 2, Token);
        var taken = await Workspace.FetchAnyAsync(["urgent", "high", "low"], cancellationToken: Token);
        Assert.Equal(new NwsDelivery("high", NwsValue.From(2), 1), taken with { Version = NwsVersion.Empty });
        var found = await Workspace.FindAnyAsync(["urgent", "high", "low"], cancellationToken: Token);
        Assert.Equal(new NwsDelivery("low", NwsValue.From(1), 1), found with { Version = NwsVersion.Empty });

        var waiting = Workspace.FetchAnyAsync(["urgent", "high"], cancellationToken: Token);
        await FetchersAsync("high", 1);
        await Workspace.StoreAsync("high", 3, Token);
        Assert.Equal(new NwsDelivery("high", NwsValue.From(3), 1), (await waiting.Soon()) with { Version = NwsVersion.Empty });
        Assert.Null(await ListedAsync("urgent"));
    }

    [Fact]
    public async Task FetchAny_OfNoVariable_IsRefused()
    {
        var fault = await Assert.ThrowsAsync<NwsOperationException>(() => Workspace.FetchAnyAsync([], cancellationToken: Token));
        Assert.Equal("bad_request", fault.Code);
    }

    [Fact]
    public async Task Fetch_AsATypeTheValueIsNot_PutsTheValueBack()
    {
        await Workspace.StoreAsync("x", "text", Token);
        await Workspace.StoreAsync("x", "next", Token);
        await Assert.ThrowsAsync<NwsValueException>(() => Workspace.FetchAsync<int>("x", cancellationToken: Token));
        await Assert.ThrowsAsync<NwsValueException>(() => Workspace.FetchTryAsync<DateTime>("x", cancellationToken: Token));
        await Assert.ThrowsAsync<NwsValueException>(() => Workspace.FindAsync<int>("x", cancellationToken: Token));
        var taken = await Workspace.FetchAnyAsync(["x"], cancellationToken: Token);
        Assert.Equal(("x", "text", 3), (taken.Variable, taken.Value.To<string>(), taken.Attempt));
        Assert.Equal("next", await Workspace.FetchAsync<string>("x", cancellationToken: Token));
    }

    [Fact]
    public async Task Fetch_AsATypeWhoseConstructorFails_PutsTheValueBack()
    {
        await Workspace.StoreAsync("x", new { Age = -5 }, Token);
        await Assert.ThrowsAnyAsync<Exception>(() => Workspace.FetchAsync<Person>("x", cancellationToken: Token));
        Assert.Equal(2, (await Workspace.FetchAnyAsync(["x"], TimeSpan.Zero, Token)).Attempt);
    }

    [Fact]
    public async Task Declare_OfEachMode_IsListed()
    {
        foreach (var mode in (VariableMode[])[VariableMode.Fifo, VariableMode.Lifo, VariableMode.Multi, VariableMode.Single])
        {
            await Workspace.DeclareAsync($"{mode}", mode, Token);
            await Workspace.DeclareAsync($"{mode}", mode, Token);
            Assert.Equal(new VariableListing($"{mode}", 0, 0, 0, mode), await ListedAsync($"{mode}"));
        }
        for (int i = 0; i < 3; i++)
        {
            foreach (var mode in (string[])["Fifo", "Lifo", "Multi", "Single"]) await Workspace.StoreAsync(mode, i, Token);
        }
        Assert.Equal(0, await Workspace.FetchAsync<int>("Fifo", cancellationToken: Token));
        Assert.Equal(2, await Workspace.FetchAsync<int>("Lifo", cancellationToken: Token));
        Assert.Equal(2, await Workspace.FetchAsync<int>("Single", cancellationToken: Token));
        Assert.Equal(0, (await ListedAsync("Single"))!.ValueCount);
    }

    [Fact]
    public async Task Declare_OfAnotherMode_Fails()
    {
        await Workspace.StoreAsync("x", 1, Token);
        var fault = await Assert.ThrowsAsync<NwsDeclarationFailedException>(() => Workspace.DeclareAsync("x", VariableMode.Lifo, Token));
        Assert.Equal("mode_conflict", fault.Code);
        fault = await Assert.ThrowsAsync<NwsDeclarationFailedException>(() => Workspace.DeclareAsync("y", VariableMode.Unknown, Token));
        Assert.Equal("bad_mode", fault.Code);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Workspace.DeclareAsync("x", (VariableMode)77, Token));
    }

    [Fact]
    public async Task ListVars_ShowsValuesAndWaitersSortedByName()
    {
        await Workspace.StoreAsync("b", 1, Token);
        await Workspace.StoreAsync("b", 2, Token);
        var fetching = Workspace.FetchAsync("a", cancellationToken: Token);
        var finding = Workspace.FindAsync("a", cancellationToken: Token);
        await Eventually.TrueAsync(async () => await ListedAsync("a") is { FetcherCount: 1, FinderCount: 1 });
        Assert.Equal([new("a", 0, 1, 1, VariableMode.Unknown), new("b", 2, 0, 0, VariableMode.Fifo)], await Workspace.ListVarsAsync(Token));
        await Workspace.StoreAsync("a", 1, Token);
        await Task.WhenAll(fetching, finding).Soon();
    }

    [Fact]
    public async Task DeleteVar_WithWaiters_EndsThem()
    {
        var fetching = Workspace.FetchAsync("x", cancellationToken: Token);
        await FetchersAsync("x", 1);
        await Workspace.DeleteVarAsync("x", Token);
        var fault = await Assert.ThrowsAsync<NwsOperationException>(() => fetching.Soon());
        Assert.Equal("variable_deleted", fault.Code);
        fault = await Assert.ThrowsAsync<NwsOperationException>(() => Workspace.DeleteVarAsync("x", Token));
        Assert.Equal("no_variable", fault.Code);
    }

    [Fact]
    public async Task Store_OfWhatIsNoValue_StoresNothingAndNamesThePlace()
    {
        var fault = await Assert.ThrowsAsync<NwsValueException>(
            () => Workspace.StoreAsync("x", new Dictionary<string, object> { ["rows"] = new object[] { 1, Stream.Null } }, Token));
        Assert.Equal("['rows'][1]", fault.Path);
        Assert.Null(await ListedAsync("x"));
    }

    [Fact]
    public async Task Names_OfEveryKind_AreKept()
    {
        foreach (string name in (string[])["", " ", "a/b", "'\"\\", "Grüße 日本 😀", "\0", "\ud800", new string('n', 10_000)])
        {
            await Workspace.StoreAsync(name, name, Token);
            var taken = await Workspace.FetchAnyAsync([name], cancellationToken: Token);
            Assert.Equal((name, name), (taken.Variable, taken.Value.To<string>()));
        }
    }

    [Fact]
    public async Task Names_ThatAreNull_AreMisuse()
    {
        Func<Task>[] misuses =
        [
            () => Workspace.StoreAsync(null!, 1, Token), () => Workspace.FetchAsync(null!, cancellationToken: Token),
            () => Workspace.FindTryAsync(null!, Token), () => Workspace.FetchAnyAsync(["a", null!], cancellationToken: Token),
            () => Workspace.FindAnyAsync(null!, cancellationToken: Token), () => Workspace.DeclareAsync(null!, VariableMode.Fifo, Token),
            () => Workspace.FetchLeaseAsync((string)null!, cancellationToken: Token),
            () => Workspace.DeleteVarAsync(null!, Token), () => Workspace.FetchFileAsync(null!, Stream.Null, cancellationToken: Token),
            () => Client.OpenWsAsync(null!, cancellationToken: Token), () => Client.UseWsAsync(null!, cancellationToken: Token),
            () => Client.DeleteWsAsync(null!, Token), () => Client.ListVarsAsync(null!, Token), () => Client.MktempWsAsync(null!, Token),
        ];
        foreach (var misuse in misuses) await Assert.ThrowsAsync<ArgumentNullException>(misuse);
        Assert.Throws<ArgumentNullException>(() => Workspace.IFind<int>(null!));
        Assert.Empty(await Workspace.ListVarsAsync(Token));
    }

    [Fact]
    public async Task Operations_AfterTheWorkspaceWasDeleted_SaySo()
    {
        await Client.DeleteWsAsync("ws", Token);
        var fault = await Assert.ThrowsAsync<NwsNoWorkSpaceException>(() => Workspace.StoreAsync("x", 1, Token));
        Assert.Equal("no_workspace", fault.Code);
        await Assert.ThrowsAsync<NwsNoWorkSpaceException>(() => Workspace.ListVarsAsync(Token));
        await Client.UseWsAsync("ws", cancellationToken: Token);
        await Workspace.StoreAsync("x", 1, Token);
    }

    [Fact]
    public async Task Store_OfMoreThanTheServerTakes_IsRefusedHere()
    {
        await using var server = await TestServer.StartAsync(new() { MaxValueBytes = 1000 });
        await using var client = await server.ConnectAsync();
        var workspace = await client.OpenWsAsync("ws", cancellationToken: Token);
        var fault = await Assert.ThrowsAsync<NwsOperationException>(() => workspace.StoreAsync("x", new byte[1000], Token));
        Assert.Equal("too_large", fault.Code);
        Assert.Contains("'x' takes 1003 bytes", fault.Message, StringComparison.Ordinal);
        Assert.Contains("1000", fault.Message, StringComparison.Ordinal);
        await workspace.StoreAsync("x", new byte[997], Token);
        Assert.Equal(997, (await workspace.FetchAsync<byte[]>("x", cancellationToken: Token)).Length);
    }

    [Fact]
    public void ToString_NamesWorkspaceAndServer() => Assert.Equal($"NetWorkSpace 'ws' at {Server.Endpoint}", Workspace.ToString());

    private sealed record Person
    {
        public Person(int age) => Age = age >= 0 ? age : throw new InvalidOperationException("Nobody is younger than 0.");

        public int Age { get; }
    }
}
