using Nws.TestKit;
using Nws.TestKit.Linearizability;

namespace Nws.Server.Tests.Linearizability;

/// <summary>What clients saw of a <c>single</c> variable can be explained by one order of everything they did.</summary>
public sealed class CellTests
{
    private const int Histories = 400;
    private const int Clients = 4;
    private const int Operations = 6;
    private const int Batches = 400;
    private const int CellsInBatch = 250; // side by side, so that they take no longer than one
    private const int OperationsInBatch = 3;

    [Fact]
    public async Task ManyShortHistories_OfClientsSomeOfWhichAreCutOff_AreLinearizable()
    {
        await using var server = await TestServer.StartAsync();
        var random = new Random(12);
        int refused = 0, unknown = 0;
        for (int round = 0; round < Histories; round++)
        {
            var history = await RunAsync(server, $"cell{round}", random.Next(), cutOff: round % 10 == 0);
            Assert.True(LinearizabilityChecker.IsLinearizable(history.Operations), history.ToString());
            refused += history.Operations.Count(operation => operation.Outcome == CellOutcome.Refused);
            unknown += history.Operations.Count(operation => operation.Outcome == CellOutcome.Unknown);
        }
        // Otherwise nothing was shown.
        Assert.InRange(refused, 1, int.MaxValue);
        Assert.InRange(unknown, 1, int.MaxValue);
    }

    [Fact]
    public async Task HundredThousandHistories_OfClientsThatStay_AreLinearizable()
    {
        await using var server = await TestServer.StartAsync();
        var connections = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => server.ConnectAsync()));
        int refused = 0;
        for (int batch = 0; batch < Batches; batch++)
        {
            var histories = await RunBatchAsync(connections, $"batch{batch}", seed: batch * CellsInBatch * Clients);
            Assert.All(histories, history => Assert.True(LinearizabilityChecker.IsLinearizable(history.Operations), history.ToString()));
            refused += histories.Sum(history => history.Operations.Count(operation => operation.Outcome == CellOutcome.Refused));
        }
        foreach (var connection in connections) await connection.DisposeAsync();
        Assert.InRange(refused, Batches, int.MaxValue);
    }

    private static async Task<CellHistory[]> RunBatchAsync(NwsServer[] connections, string name, int seed)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var workspaces = await Task.WhenAll(connections.Select(connection => connection.UseWsAsync(name, cancellationToken: cancellation))).Soon();
        CellHistory[] histories = [.. Enumerable.Range(0, CellsInBatch).Select(_ => new CellHistory())];
        await Task.WhenAll(Enumerable.Range(0, CellsInBatch).Select(cell => workspaces[0].DeclareAsync($"{cell}", VariableMode.Single, cancellation))).Soon();
        await Task.WhenAll(
            from cell in Enumerable.Range(0, CellsInBatch)
            from client in Enumerable.Range(0, Clients)
            select new CellClient(workspaces[client], $"{cell}", histories[cell], new Random(seed + (cell * Clients) + client)).RunAsync(OperationsInBatch)).Soon();
        await connections[0].DeleteWsAsync(name, cancellation).Soon();
        return histories;
    }

    private static async Task<CellHistory> RunAsync(TestServer server, string variable, int seed, bool cutOff)
    {
        var history = new CellHistory();
        var connections = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => server.ConnectAsync()));
        var workspaces = await Task.WhenAll(connections.Select(connection => connection.UseWsAsync("w"))).Soon();
        await workspaces[0].DeclareAsync(variable, VariableMode.Single, TestContext.Current.CancellationToken).Soon();
        var clients = workspaces.Select((workspace, number) => new CellClient(workspace, variable, history, new Random(seed + number)).RunAsync(Operations)).ToList();
        if (cutOff) await connections[0].DisposeAsync();
        await Task.WhenAll(clients).Soon();
        foreach (var connection in connections) await connection.DisposeAsync();
        return history;
    }
}
