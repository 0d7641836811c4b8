using Nws.TestKit;

namespace Nws.Server.Tests.Rights;

/// <summary>A server with a token of every right, each but that of the administrator for workspaces that begin with <c>shop</c> only. There are two workspaces, <c>shop</c> and <c>vault</c>, both with a value in <c>v</c>.</summary>
internal sealed class RightsServer : IAsyncDisposable
{
    private readonly NwsServer _administrator;

    private RightsServer(TestServer server, NwsServer administrator) => (Server, _administrator) = (server, administrator);

    public TestServer Server { get; }

    public static async Task<RightsServer> StartAsync()
    {
        NwsToken[] tokens =
        [
            new("reader", "secret read", NwsRight.Read) { Workspaces = ["shop*"] },
            new("writer", "secret write", NwsRight.Write) { Workspaces = ["shop*"] },
            new("boss", "secret admin", NwsRight.Admin),
        ];
        var server = await TestServer.StartAsync(new NwsServerOptions { Tokens = tokens, WebPort = 0 });
        var administrator = await NwsServer.ConnectAsync(server.ClientOptions with { Token = SecretOf(NwsRight.Admin) });
        foreach (string name in (string[])["shop", "vault"]) await (await administrator.UseWsAsync(name)).StoreAsync("v", 1);
        return new RightsServer(server, administrator);
    }

    public static string SecretOf(NwsRight right) => $"secret {right.ToString().ToLowerInvariant()}";

    /// <summary>A hand-made client with the token of a right.</summary>
    public async Task<RawClient> ConnectAsync(NwsRight right)
    {
        var client = await Server.ConnectRawAsync();
        Assert.Null((await client.HelloAsync(confirm: false, SecretOf(right))).Code);
        return client;
    }

    /// <summary>All that is there.</summary>
    public async Task<string> ContentsAsync()
    {
        var found = new List<string>();
        foreach (var workspace in await _administrator.ListWssAsync().Soon())
        {
            found.Add($"{workspace.Name} of {workspace.Owner}");
            var variables = await (await _administrator.UseWsAsync(workspace.Name)).ListVarsAsync().Soon();
            found.AddRange(variables.Select(variable => $"{variable.Name}: {variable.ValueCount} {variable.Mode}"));
        }
        return string.Join('\n', found);
    }

    public async ValueTask DisposeAsync()
    {
        await _administrator.DisposeAsync();
        await Server.DisposeAsync();
    }
}
