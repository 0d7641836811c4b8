using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli;

/// <summary>A server in this process, which the <c>nws</c> processes of one test are told of by <c>NWS_SERVER</c>, and a client of it.</summary>
internal sealed class ServerFixture : IAsyncDisposable
{
    private readonly TestServer _server;

    private ServerFixture(TestServer server, NwsServer client, NetWorkSpace workspace)
    {
        (_server, Client, Workspace) = (server, client, workspace);
        CommandLine = new NwsCommandLine(server.Endpoint);
    }

    public NwsCommandLine CommandLine { get; }

    public NwsServer Client { get; }

    /// <summary>The workspace <c>shop</c>, owned by nobody.</summary>
    public NetWorkSpace Workspace { get; }

    public static async Task<ServerFixture> StartAsync()
    {
        var server = await TestServer.StartAsync();
        var client = await server.ConnectAsync();
        return new ServerFixture(server, client, await client.UseWsAsync("shop").Soon());
    }

    public Task<ProcessResult> RunAsync(params string[] arguments) => CommandLine.RunAsync(arguments);

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _server.DisposeAsync();
        CommandLine.Dispose();
    }
}
