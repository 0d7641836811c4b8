using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli;

/// <summary>A server in this process, a client of it, and <c>nws</c> told of it by <c>NWS_SERVER</c>: for one test.</summary>
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

    public async Task<IReadOnlyList<string>> WorkspaceNamesAsync() =>
        [.. (await Client.ListWssAsync().Soon()).Select(workspace => workspace.Name)];

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _server.DisposeAsync();
        CommandLine.Dispose();
    }
}
