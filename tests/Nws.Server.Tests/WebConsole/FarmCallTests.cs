using System.Net;
using Nws.TestKit;

namespace Nws.Server.Tests.WebConsole;

/// <summary>Asking a worker of a farm to leave, by the API.</summary>
public sealed class FarmCallTests
{
    private const string Farm = "sleigh";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("&seconds=0", 0.0)]
    [InlineData("&seconds=2.5", 2.5)]
    [InlineData("", 1_728_000.0)]
    public async Task Leave_APresentWorker_IsGivenTheSeconds(string seconds, double given)
    {
        await using var server = await TestServer.StartAsync(new NwsServerOptions { WebPort = 0 });
        using var http = new ConsoleClient(server);
        await using var client = await server.ConnectAsync();
        var farm = await OpenAsync(client);
        await AddWorkerAsync(farm, 3, "working", isThere: true);
        using var response = await http.SendAsync("POST", $"api/v1/farm/leave?workspace={Farm}&rank=3{seconds}");
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(given, await farm.FetchAsync<double>("leave@3", cancellationToken: Token).Soon());
    }

    [Theory]
    [InlineData("workspace=sleigh&rank=0", "no_worker")]
    [InlineData("workspace=sleigh&rank=1", "no_worker")]
    [InlineData("workspace=sleigh&rank=9", "no_worker")]
    [InlineData("workspace=elsewhere&rank=0", "no_workspace")]
    [InlineData("workspace=sleigh", "bad_request")]
    [InlineData("workspace=sleigh&rank=x", "bad_request")]
    [InlineData("workspace=sleigh&rank=3&seconds=-1", "bad_request")]
    public async Task Leave_NobodyToAsk_IsRefused_AndNothingIsStored(string query, string code)
    {
        await using var server = await TestServer.StartAsync(new NwsServerOptions { WebPort = 0 });
        using var http = new ConsoleClient(server);
        await using var client = await server.ConnectAsync();
        var farm = await OpenAsync(client);
        await AddWorkerAsync(farm, 0, "left", isThere: false);
        await AddWorkerAsync(farm, 1, "working", isThere: false);
        using var response = await http.SendAsync("POST", $"api/v1/farm/leave?{query}");
        Assert.Equal(code, await ConsoleClient.CodeAsync(response));
        Assert.DoesNotContain(await farm.ListVarsAsync(Token), variable => variable.Name.StartsWith("leave@", StringComparison.Ordinal));
    }

    [Fact]
    public async Task States_OfWhoIsThere_Drains_HasLeft_OrIsGone()
    {
        await using var server = await TestServer.StartAsync(new NwsServerOptions { WebPort = 0 });
        using var http = new ConsoleClient(server);
        await using var client = await server.ConnectAsync();
        var farm = await OpenAsync(client);
        await AddWorkerAsync(farm, 0, "left", isThere: false);
        await AddWorkerAsync(farm, 1, "working", isThere: false);
        await AddWorkerAsync(farm, 2, "working", isThere: true, leaves: true);
        await AddWorkerAsync(farm, 3, "left", isThere: true);
        var workers = (await http.JsonAsync($"farm?workspace={Farm}")).GetProperty("farm").GetProperty("workers").EnumerateArray();
        Assert.Equal(
            [("left", false), ("gone", false), ("working", true), ("idle", false)],
            workers.Select(worker => (worker.GetProperty("state").GetString(), worker.GetProperty("leaves").GetBoolean())));
        Assert.Equal(2, (await http.JsonAsync("farms")).GetProperty("farms")[0].GetProperty("workers").GetInt32());
    }

    private static async Task<NetWorkSpace> OpenAsync(NwsServer client)
    {
        var farm = await client.OpenWsAsync(Farm, cancellationToken: Token);
        await farm.StoreAsync("rank", 10, Token);
        await farm.DeclareAsync("workerCount", VariableMode.Single, Token);
        return farm;
    }

    /// <summary>What a worker leaves in the workspace; its will is there, as that of one that is lost, or on lease, as that of one that lives.</summary>
    private static async Task AddWorkerAsync(NetWorkSpace farm, int rank, string state, bool isThere, bool leaves = false)
    {
        await farm.DeclareAsync($"worker@{rank}", VariableMode.Single, Token);
        await farm.StoreAsync($"worker@{rank}", new Dictionary<string, object?> { ["rank"] = rank, ["state"] = state, ["leaves"] = leaves, ["done"] = 1, ["failed"] = 0 }, Token);
        if (!isThere) return;
        await farm.StoreAsync($"will@{rank}", new Dictionary<string, object?> { ["rank"] = rank, ["host"] = "desk" }, Token);
        await farm.FetchLeaseAsync($"will@{rank}", null, TimeSpan.FromMinutes(10), Token);
    }
}
