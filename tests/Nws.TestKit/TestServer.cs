using Nws.Server;

namespace Nws.TestKit;

/// <summary>A real server for one test, in this process, on a port of its own.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly NwsServerHost _host;
    private readonly string? _token;

    private TestServer(NwsServerHost host, string? token) => (_host, _token) = (host, token);

    public NwsEndpoint Endpoint => _host.Endpoint;

    /// <summary>The server itself.</summary>
    public NwsServerHost Host => _host;

    /// <summary>Where the web console is, if the options asked for one.</summary>
    public Uri WebAddress => new($"http://localhost:{_host.WebPort}/");

    /// <summary>How a client of this server connects; nothing is taken from the environment.</summary>
    public NwsConnectionOptions ClientOptions => new() { Endpoint = Endpoint, Token = _token, ClientName = "test" };

    /// <param name="options">How to run; ports are replaced by free ones.</param>
    public static async Task<TestServer> StartAsync(NwsServerOptions? options = null)
    {
        options ??= new NwsServerOptions();
        var host = await NwsServerHost.StartAsync(options with { Port = 0, WebPort = options.WebPort is null ? null : 0 }).Soon();
        return new TestServer(host, options.Token);
    }

    /// <summary>A client of this server, connected.</summary>
    public Task<NwsServer> ConnectAsync() => NwsServer.ConnectAsync(ClientOptions).Soon();

    /// <summary>A hand-made client of this server that has not said anything yet.</summary>
    public Task<RawClient> ConnectRawAsync() => RawClient.ConnectAsync(Endpoint);

    /// <summary>A hand-made client of this server that has said hello.</summary>
    public async Task<RawClient> ConnectGreetedAsync(bool confirm = false)
    {
        var client = await ConnectRawAsync();
        var hello = await client.HelloAsync(confirm, _token);
        return hello.Code is null ? client : throw new InvalidOperationException($"The server refused hello: {hello.Message}");
    }

    public async ValueTask DisposeAsync() => await _host.DisposeAsync().AsTask().Soon("stopping the server");
}
