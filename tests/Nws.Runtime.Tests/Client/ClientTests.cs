using Nws.TestKit;

namespace Nws.Runtime.Tests.Client;

/// <summary>Tests with a server of their own, one client and the workspace <c>ws</c>.</summary>
public abstract class ClientTests : IAsyncLifetime
{
    private TestServer _server = null!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected TestServer Server => _server;

    protected NwsServer Client { get; private set; } = null!;

    protected NetWorkSpace Workspace { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        Client = await _server.ConnectAsync();
        Workspace = await Client.UseWsAsync("ws", cancellationToken: Token);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync().AsTask().Soon();
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The workspace <c>ws</c> on a connection of its own.</summary>
    protected async Task<NetWorkSpace> OtherAsync() => await (await _server.ConnectAsync()).UseWsAsync("ws", cancellationToken: Token);

    /// <summary>The listing of a variable; null if it does not exist.</summary>
    protected async Task<VariableListing?> ListedAsync(string variable) =>
        (await Workspace.ListVarsAsync(Token)).SingleOrDefault(listing => listing.Name == variable);

    /// <summary>Waits until so many fetches wait for a variable.</summary>
    protected Task FetchersAsync(string variable, int count) =>
        Eventually.TrueAsync(async () => (await ListedAsync(variable))?.FetcherCount == count);
}
