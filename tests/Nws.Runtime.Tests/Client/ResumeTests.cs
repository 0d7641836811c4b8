using Nws.Server;
using Nws.TestKit;

namespace Nws.Runtime.Tests.Client;

/// <summary>A client whose connection is lost goes on on another, and its callers notice nothing.</summary>
public sealed class ResumeTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private CutProxy _proxy = null!;
    private NwsServer _client = null!;
    private NetWorkSpace _workspace = null!;
    private NetWorkSpace _observer = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await BeginAsync(new NwsServerOptions());

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync().AsTask().Soon();
        await _observer.Server.DisposeAsync().AsTask().Soon();
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task BlockedFetch_OverACut_GetsTheValue()
    {
        var fetching = _workspace.FetchAsync<int>("x", cancellationToken: Token);
        await FetchersAsync("x", 1);
        await CutAsync();
        await _observer.StoreAsync("x", 7, Token);
        Assert.Equal(7, await fetching.Soon());
        await GoneAsync("x");
    }

    [Fact]
    public async Task ValueThatCameWhileThereWasNoConnection_IsTheWaiters()
    {
        var fetching = _workspace.FetchAsync<int>("x", cancellationToken: Token);
        await FetchersAsync("x", 1);
        await CloseAsync();
        await _observer.StoreAsync("x", 7, Token);
        Assert.Null(await _observer.FetchTryAsync("x", Token));
        _proxy.Open();
        Assert.Equal(7, await fetching.Soon());
    }

    [Fact]
    public async Task TimeLimitThatRanOutWithoutAConnection_IsToldAfterwards()
    {
        var fetching = _workspace.FetchAsync("x", TimeSpan.FromMilliseconds(50), Token);
        await CloseAsync();
        await FetchersAsync("x", null);
        _proxy.Open();
        await Assert.ThrowsAsync<NwsTimeoutException>(() => fetching.Soon());
    }

    [Fact]
    public async Task RequestsMadeWithoutAConnection_AreDoneInTheirOrder()
    {
        await CloseAsync();
        var stores = Enumerable.Range(0, 100).Select(i => _workspace.StoreAsync("x", i, Token)).ToList();
        _proxy.Open();
        await Task.WhenAll(stores).Soon();
        Assert.Equal(Enumerable.Range(0, 100), await _observer.FetchManyAsync<int>("x", 200, cancellationToken: Token));
    }

    [Fact]
    public async Task CancelWithoutAConnection_EndsTheWaitAfterwards()
    {
        using var cancel = new CancellationTokenSource();
        var fetching = _workspace.FetchAsync("x", cancellationToken: cancel.Token);
        await FetchersAsync("x", 1);
        await CloseAsync();
        await cancel.CancelAsync();
        _proxy.Open();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetching.Soon());
    }

    [Fact]
    public async Task OwnedWorkspace_IsOwnedStill()
    {
        var own = await _client.OpenWsAsync("own", cancellationToken: Token);
        await own.StoreAsync("x", 1, Token);
        await CutAsync();
        Assert.Equal(1, await own.FindAsync<int>("x", cancellationToken: Token).Soon());
        Assert.True((await _client.ListWssAsync(cancellationToken: Token)).Single(listing => listing.Name == "own").Mine);
    }

    [Fact]
    public async Task Lease_OverACut_IsCompleted()
    {
        await _workspace.StoreAsync("x", 1, Token);
        var lease = await _workspace.FetchLeaseAsync("x", cancellationToken: Token);
        await CutAsync();
        await lease.CompleteAsync((_workspace, "y", 2)).Soon();
        Assert.Equal(2, await _observer.FetchAsync<int>("y", cancellationToken: Token).Soon());
        await GoneAsync("x");
    }

    [Fact]
    public async Task Watch_OverACut_TellsEveryChangeOnce()
    {
        await using var watch = await _workspace.WatchAsync(cancellationToken: Token);
        await _observer.StoreAsync("x", 1, Token);
        await CutAsync();
        await _observer.StoreAsync("x", 2, Token);
        var kinds = new List<string>();
        while (kinds.Count < 3) kinds.AddRange((await watch.NextAsync(cancellationToken: Token).Soon()).Select(change => change.Kind));
        Assert.Equal(["made", "stored", "stored"], kinds);
    }

    [Fact]
    public async Task LargeValues_CutOnTheirWay_ArriveWhole()
    {
        byte[] large = new byte[3 << 20];
        Random.Shared.NextBytes(large);
        _proxy.CutAfter(large.Length / 2);
        await _workspace.StoreAsync("x", large, Token).Soon();
        _proxy.CutAfter(large.Length / 3);
        using var stream = new MemoryStream(large);
        await _workspace.StoreFileAsync("x", stream, cancellationToken: Token).Soon();
        _proxy.CutAfter(large.Length / 4);
        Assert.Equal(large, await _workspace.FetchAsync<byte[]>("x", cancellationToken: Token).Soon());
        Assert.Equal(large, await _workspace.FetchAsync<byte[]>("x", cancellationToken: Token).Soon());
        await GoneAsync("x");
        Assert.Equal(4, _proxy.Connections);
    }

    [Fact]
    public async Task States_OfAConnection_AreTold()
    {
        var states = new List<NwsConnectionState>();
        _client.ConnectionChanged += (_, change) => states.Add(change.State);
        await CutAsync();
        await _workspace.StoreAsync("x", 1, Token).Soon();
        await _client.DisposeAsync().AsTask().Soon();
        Assert.Equal([NwsConnectionState.Reconnecting, NwsConnectionState.Connected, NwsConnectionState.Closed], states);
    }

    [Fact]
    public async Task ClientThatNeverComesBack_LosesItsValuesAndWorkspacesAfterTheGrace()
    {
        await RestartAsync(new NwsServerOptions { Grace = TimeSpan.FromMilliseconds(300) });
        await _client.OpenWsAsync("own", cancellationToken: Token);
        await _workspace.StoreAsync("x", 1, Token);
        var lease = await _workspace.FetchLeaseAsync("x", cancellationToken: Token);
        var fetching = _workspace.FetchAsync("y", cancellationToken: Token);
        _proxy.Close();
        Assert.Equal(1, await _observer.FetchAsync<int>("x", cancellationToken: Token).Soon());
        var fault = await Assert.ThrowsAsync<NwsConnectionDroppedException>(() => fetching.Soon());
        Assert.Matches("The session could not be resumed, tried for [0-9.]+ s: .", fault.Message);
        await Assert.ThrowsAsync<NwsConnectionDroppedException>(() => lease.CompleteAsync().Soon());
        Assert.DoesNotContain(await _observer.Server.ListWssAsync(cancellationToken: Token), listing => listing.Name == "own");
    }

    [Fact]
    public async Task SessionThatHasEnded_IsNotTakenUpAgain()
    {
        await RestartAsync(new NwsServerOptions { Grace = TimeSpan.FromMilliseconds(100) });
        await _workspace.StoreAsync("x", 1, Token);
        _ = await _workspace.FetchLeaseAsync("x", cancellationToken: Token);
        // The server has lost it, this client has not noticed yet.
        var store = _workspace.FetchAsync("z", cancellationToken: Token);
        _proxy.Close();
        Assert.Equal(1, await _observer.FetchAsync<int>("x", cancellationToken: Token).Soon());
        _proxy.Open();
        await Assert.ThrowsAsync<NwsConnectionDroppedException>(() => store.Soon());
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(10, 0)]
    public async Task WithoutGrace_TheLossFailsWhoeverWaitsAtOnce(int serverSeconds, int? clientSeconds)
    {
        await RestartAsync(new NwsServerOptions { Grace = TimeSpan.FromSeconds(serverSeconds) }, clientSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        await _workspace.StoreAsync("x", 1, Token);
        _ = await _workspace.FetchLeaseAsync("x", cancellationToken: Token);
        var fetching = _workspace.FetchAsync("y", cancellationToken: Token);
        await FetchersAsync("y", 1);
        _proxy.Cut();
        await Assert.ThrowsAsync<NwsConnectionDroppedException>(() => fetching.Soon());
        Assert.Equal(1, await _observer.FetchAsync<int>("x", cancellationToken: Token).Soon());
        Assert.Equal(1, _proxy.Connections);
    }

    [Fact]
    public async Task Closing_EndsTheSessionAtOnce()
    {
        await _client.OpenWsAsync("own", cancellationToken: Token);
        await _client.DisposeAsync().AsTask().Soon();
        await Eventually.TrueAsync(async () => (await _observer.Server.ListWssAsync(cancellationToken: Token)).All(listing => listing.Name != "own"));
    }

    [Fact]
    public async Task Closing_WithoutAConnection_EndsWhoeverWaits()
    {
        var fetching = _workspace.FetchAsync("x", cancellationToken: Token);
        await CloseAsync();
        await _client.DisposeAsync().AsTask().Soon();
        await Assert.ThrowsAsync<NwsConnectionDroppedException>(() => fetching.Soon());
    }

    [Fact]
    public async Task Restart_OfAServerInMemory_ArmsTheWaitsAgainAndTellsWhatIsGone()
    {
        var fetching = (await _client.OpenWsAsync(NetWorkSpace.DefaultName, cancellationToken: Token)).FetchAsync<int>("x", cancellationToken: Token);
        _proxy.Close();
        await using var other = await TestServer.StartAsync();
        _proxy.Open(other.Endpoint);
        await using var stranger = await other.ConnectAsync();
        await (await stranger.UseWsAsync(NetWorkSpace.DefaultName, cancellationToken: Token)).StoreAsync("x", 7, Token);
        Assert.Equal(7, await fetching.Soon());
        await Assert.ThrowsAsync<NwsNoWorkSpaceException>(() => _workspace.StoreAsync("x", 1, Token).Soon());
        await (await _client.UseWsAsync("ws", cancellationToken: Token)).StoreAsync("x", 1, Token);
    }

    private async Task BeginAsync(NwsServerOptions options, TimeSpan? grace = null)
    {
        _server = await TestServer.StartAsync(options);
        _proxy = new CutProxy(_server.Endpoint);
        _client = await NwsServer.ConnectAsync(_server.ClientOptions with { Endpoint = _proxy.Endpoint, Grace = grace }, Token).Soon();
        _workspace = await _client.UseWsAsync("ws", cancellationToken: Token).Soon();
        _observer = await (await _server.ConnectAsync()).UseWsAsync("ws", cancellationToken: Token);
    }

    private async Task RestartAsync(NwsServerOptions options, TimeSpan? grace = null)
    {
        await DisposeAsync();
        await BeginAsync(options, grace);
    }

    /// <summary>Cuts the connection, and waits until the client has noticed.</summary>
    private Task CutAsync() => LostAsync(_proxy.Cut);

    private Task CloseAsync() => LostAsync(_proxy.Close);

    private async Task LostAsync(Action lose)
    {
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Note(object? sender, NwsConnectionChange change)
        {
            if (change.State == NwsConnectionState.Reconnecting) lost.TrySetResult();
        }

        _client.ConnectionChanged += Note;
        lose();
        await lost.Task.Soon("the loss of the connection");
        _client.ConnectionChanged -= Note;
    }

    private async Task<VariableListing?> ListedAsync(string variable) => (await _observer.ListVarsAsync(Token)).SingleOrDefault(listing => listing.Name == variable);

    private Task FetchersAsync(string variable, int? count) => Eventually.TrueAsync(async () => (await ListedAsync(variable))?.FetcherCount == count);

    /// <summary>All values of the variable are gone for good.</summary>
    private async Task GoneAsync(string variable)
    {
        await _client.DisposeAsync().AsTask().Soon();
        Assert.Equal(0, (await ListedAsync(variable))?.ValueCount ?? 0);
    }
}
