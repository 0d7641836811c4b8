using Nws.Hosts.Tests.Soak;
using Nws.Server;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Durability;

/// <summary>
/// A server is killed at random moments while clients store and fetch. In the end nothing that was acknowledged may be missing, and nothing that was completed may come
/// back. <c>./test long</c> does it for ten minutes.
/// </summary>
public sealed class KilledServerTests(ITestOutputHelper output)
{
    private const int UsualSeconds = 15;
    private const int Producers = 4;
    private const int Consumers = 3;
    private const int Drains = 50;
    private const string Workspace = "jobs";
    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(0.2);

    private readonly ValueLedger _ledger = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ServerKilledUnderLoad_LosesNothingAndRepeatsNothingThatWasCompleted()
    {
        var time = new SoakTime(UsualSeconds);
        using var folder = new TemporaryFolder();
        string data = Path.Combine(folder.Path, "data.db");
        await using var server = new MortalServer(data);
        await server.StartAsync();
        using (var end = new CancellationTokenSource())
        {
            var clients = Enumerable.Range(0, Producers).Select(number => ProduceAsync(server, number, end.Token))
                .Concat(Enumerable.Range(0, Consumers).Select(_ => ConsumeAsync(server, end.Token)))
                .Append(ConfirmAsync(server, end.Token)).ToList();
            await KillAgainAndAgainAsync(server, time);
            await end.CancelAsync();
            await Task.WhenAll(clients).Soon();
        }
        await DrainAsync(server);
        await server.KillAsync();

        var report = NwsDataFile.Verify(data);
        output.WriteLine($"server killed {server.Kills} times: {_ledger}");
        Assert.Empty(_ledger.Faults());
        Assert.Empty(report.Faults);
        var variable = Assert.Single(report.Variables, variable => variable.Workspace == Workspace);
        Assert.Equal((variable.Stored, 0), (variable.Fetched, variable.Present));
        Assert.True(server.Kills > 1);
    }

    private static async Task KillAgainAndAgainAsync(MortalServer server, SoakTime time)
    {
        var random = new Random(9);
        while (!time.IsOver)
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(random.Next(20, 1500)));
            await timer.WaitForNextTickAsync(Cancellation);
            await server.KillAsync();
            await server.StartAsync();
        }
    }

    private Task ProduceAsync(MortalServer server, int producer, CancellationToken end)
    {
        int number = 0;
        return WhileConnectedAsync(server, async workspace =>
        {
            string value = $"{producer}.{number++}";
            _ledger.Sending(value);
            await workspace.StoreAsync("queue", value, Cancellation);
            _ledger.Stored(value);
        }, end);
    }

    private Task ConsumeAsync(MortalServer server, CancellationToken end) => WhileConnectedAsync(server, async workspace =>
    {
        var lease = await workspace.FetchLeaseAsync("queue", ShortWait, Cancellation);
        string value = lease.Value.To<string>();
        _ledger.Delivered(value, lease.Attempt);
        // Some go back, so that not only kills do that.
        if (value.EndsWith('7') && lease.Attempt == 1)
        {
            await lease.ReleaseAsync(Cancellation);
            return;
        }
        _ledger.Completing(value);
        await lease.CompleteAsync(Cancellation);
        _ledger.Completed(value, lease.Attempt);
    }, end);

    /// <summary>As programs fetch that use no leases: the client confirms by itself, and is told nothing of that.</summary>
    private Task ConfirmAsync(MortalServer server, CancellationToken end) => WhileConnectedAsync(server, async workspace =>
    {
        var delivery = await workspace.FetchAnyAsync(["queue"], ShortWait, Cancellation);
        string value = delivery.Value.To<string>();
        _ledger.Completing(value);
        _ledger.Delivered(value, delivery.Attempt);
    }, end);

    /// <summary>Does it again and again, on one connection after the other.</summary>
    private static async Task WhileConnectedAsync(MortalServer server, Func<NetWorkSpace, Task> work, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await using var client = await server.ConnectAsync();
            try
            {
                var workspace = await client.OpenWsAsync(Workspace, persistent: true, cancellationToken: Cancellation);
                while (!end.IsCancellationRequested)
                {
                    try
                    {
                        await work(workspace);
                    }
                    catch (NwsTimeoutException)
                    {
                        // Nothing there just now.
                    }
                }
            }
            catch (NwsException)
            {
                // The server was killed; the next one is on its way.
            }
        }
    }

    private async Task DrainAsync(MortalServer server)
    {
        await using var client = await server.ConnectAsync();
        var workspace = await client.OpenWsAsync(Workspace, persistent: true, cancellationToken: Cancellation);
        await Task.WhenAll(Enumerable.Range(0, Drains).Select(_ => DrainAsync(workspace)));
    }

    private async Task DrainAsync(NetWorkSpace workspace)
    {
        try
        {
            while (true)
            {
                var lease = await workspace.FetchLeaseAsync("queue", ShortWait, Cancellation);
                _ledger.Present(lease.Value.To<string>(), lease.Attempt);
                await lease.CompleteAsync(Cancellation);
            }
        }
        catch (NwsTimeoutException)
        {
            // That was all.
        }
    }
}
