using Nws.TestKit;

namespace Nws.Hosts.Tests.Soak;

/// <summary>Many who wait: each gets its value, in the order in which they came.</summary>
public sealed class WaitingTests(ITestOutputHelper output) : SoakScenario(output)
{
    private const double UsualSeconds = 2;
    private const int Waiters = 40;
    private const int Connections = 8;
    private const int ManyConnections = 10_000;
    private const int SomeConnections = 1_000;
    private const int AtOnce = 100;

    [Fact]
    public async Task FetchersOfSeveralConnections_AreServedInTheOrderTheyCame()
    {
        var (ledger, time) = (new QueueLedger(), new SoakTime(UsualSeconds));
        var clients = new List<NwsServer>();
        for (int i = 0; i < Connections; i++) clients.Add(await ConnectAsync());
        var workspaces = await Task.WhenAll(clients.Select(client => client.UseWsAsync("w", cancellationToken: Cancellation))).Soon();
        var random = new Random(4);
        while (!time.IsOver)
        {
            var waits = new List<Task<int>>();
            for (int i = 0; i < Waiters; i++)
            {
                var workspace = workspaces[random.Next(Connections)];
                waits.Add(workspace.FetchAsync<int>("x", cancellationToken: Cancellation));
                // Requests of a connection are applied in their order, so behind this answer the fetch waits.
                await workspace.ListVarsAsync(Cancellation).Soon();
            }
            int[] values = [.. waits.Select(_ => ledger.Next())];
            // Some singly, some in one go, which must not change the order.
            await workspaces[0].StoreAsync("x", values[0], Cancellation).Soon();
            await workspaces[1].StoreAllAsync("x", values[1..], cancellationToken: Cancellation).Soon();
            for (int i = 0; i < Waiters; i++)
            {
                int got = await waits[i].Soon();
                ledger.Delivered(got);
                if (got != values[i]) ledger.Unexpected($"waiter {i} got {got} instead of {values[i]}");
            }
        }
        foreach (var client in clients) await client.DisposeAsync();
        ledger.Close("fairness", Output);
    }

    [Fact]
    public async Task ThousandsOfConnections_EachGetOneValue()
    {
        int count = SoakTime.IsLong ? ManyConnections : SomeConnections;
        var ledger = new QueueLedger();
        var clients = new List<NwsServer>();
        try
        {
            for (int i = 0; i < count; i += AtOnce) clients.AddRange(await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => ConnectAsync())));
            var workspaces = await Task.WhenAll(clients.Select(client => client.UseWsAsync("w", cancellationToken: Cancellation)));
            var waits = workspaces.Select(workspace => workspace.FetchAsync<int>("x", cancellationToken: Cancellation)).ToList();
            for (int i = 0; i < count; i++) await workspaces[0].StoreAsync("x", ledger.Next(), Cancellation).Soon();
            foreach (var wait in waits) ledger.Delivered(await wait.Soon());
            ledger.Close($"{count} connections, server at most {Server.PeakMemory >> 20} MB", Output);
        }
        finally
        {
            foreach (var client in clients) await client.DisposeAsync();
        }
    }
}
