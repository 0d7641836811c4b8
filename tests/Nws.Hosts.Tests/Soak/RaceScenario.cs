using Nws.TestKit;

namespace Nws.Hosts.Tests.Soak;

/// <summary>Clients whose waits end at the moment at which a value comes. A class for each way to end, so that the long form runs them side by side.</summary>
public abstract class RaceScenario(ITestOutputHelper output) : SoakScenario(output)
{
    protected const double UsualSeconds = 3;
    protected const int Fetchers = 4;

    private const int MaxMilliseconds = 4;

    /// <summary>About as long as a value takes to come.</summary>
    protected static TimeSpan Moment(Random random) => TimeSpan.FromMilliseconds(random.NextDouble() * MaxMilliseconds);

    /// <param name="scenario">What the ledger calls it.</param>
    /// <param name="fetch">Gets a value from variable <c>x</c>, or null if it gave up.</param>
    protected async Task RunAsync(string scenario, Func<NetWorkSpace, Random, Task<int?>> fetch)
    {
        var ledger = new QueueLedger();
        string name = NewName();
        var time = new SoakTime(UsualSeconds);
        await using var storing = await ConnectAsync();
        var workspace = await storing.OpenWsAsync(name, cancellationToken: Cancellation).Soon();
        var fetchers = Enumerable.Range(0, Fetchers).Select(number => FetchAsync(name, fetch, new Random(number), ledger, time)).ToList();
        // About as many as can be fetched, so that most of the time somebody waits.
        using var period = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (!time.IsOver && await period.WaitForNextTickAsync(Cancellation)) await workspace.StoreAsync("x", ledger.Next(), Cancellation).Soon();
        await Task.WhenAll(fetchers).Soon();
        while (await workspace.FetchTryAsync("x", Cancellation).Soon() is { } left) ledger.Delivered(left.To<int>());
        ledger.Close(scenario, Output);
    }

    private async Task FetchAsync(string name, Func<NetWorkSpace, Random, Task<int?>> fetch, Random random, QueueLedger ledger, SoakTime time)
    {
        await using var client = await ConnectAsync();
        var workspace = await client.UseWsAsync(name, cancellationToken: Cancellation).Soon();
        while (!time.IsOver)
        {
            if (await fetch(workspace, random) is { } value) ledger.Delivered(value);
        }
    }
}
