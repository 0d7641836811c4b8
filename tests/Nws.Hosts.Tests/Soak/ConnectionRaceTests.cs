using Nws.Hosts.Tests.Durability;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Soak;

/// <summary>Connections that are closed as values come.</summary>
public sealed class ConnectionRaceTests(ITestOutputHelper output) : RaceScenario(output)
{
    [Fact]
    public async Task ConnectionsClosedAsValuesCome_LoseNothing_AndWhatComesAgainSaysSo()
    {
        var ledger = new ValueLedger();
        string name = NewName();
        var time = new SoakTime(UsualSeconds);
        await using var storing = await ConnectAsync();
        var workspace = await storing.OpenWsAsync(name, cancellationToken: Cancellation).Soon();
        var fetchers = Enumerable.Range(0, Fetchers).Select(number => CloseAgainAndAgainAsync(name, ledger, new Random(number), time)).ToList();
        using var period = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        for (int number = 0; !time.IsOver && await period.WaitForNextTickAsync(Cancellation); number++)
        {
            ledger.Sending($"{number}");
            await workspace.StoreAsync("x", $"{number}", Cancellation).Soon();
            ledger.Stored($"{number}");
        }
        await Task.WhenAll(fetchers).Soon();
        // The server may still be about to notice that the last of them have gone.
        await Eventually.TrueAsync(async () =>
        {
            while (await TakeAsync(workspace, ledger)) { }
            return ledger.Faults().Count == 0;
        });
        Output.WriteLine($"clients cut off: {ledger}");
        Assert.Empty(ledger.Faults());
    }

    private async Task CloseAgainAndAgainAsync(string name, ValueLedger ledger, Random random, SoakTime time)
    {
        while (!time.IsOver)
        {
            await using var client = await ConnectAsync();
            var workspace = await client.UseWsAsync(name, cancellationToken: Cancellation).Soon();
            using var end = new Timer(state => _ = ((NwsServer)state!).DisposeAsync().AsTask(), client, random.Next(1, 40), Timeout.Infinite);
            try
            {
                while (true) await TakeAsync(workspace, ledger, TimeSpan.FromSeconds(1));
            }
            catch (NwsServerException)
            {
                // Closed by the timer, at any moment.
            }
        }
    }

    private static async Task<bool> TakeAsync(NetWorkSpace workspace, ValueLedger ledger, TimeSpan? timeout = null)
    {
        try
        {
            var lease = await workspace.FetchLeaseAsync("x", timeout ?? TimeSpan.Zero, Cancellation).Soon();
            string value = lease.Value.To<string>();
            ledger.Delivered(value, lease.Attempt);
            ledger.Completing(value);
            await lease.CompleteAsync(Cancellation).Soon();
            ledger.Completed(value, lease.Attempt);
            return true;
        }
        catch (NwsTimeoutException)
        {
            return false;
        }
    }
}
