using Nws.Hosts.Tests.Durability;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Soak;

/// <summary>A real server, and clients whose waits end at the moment at which a value comes: by a time limit, by a cancellation, by the end of the connection.</summary>
public sealed class RaceTests : IAsyncLifetime
{
    private const double UsualSeconds = 3;
    private const int Fetchers = 4;
    private const int MaxMilliseconds = 4;

    private readonly TemporaryFolder _folder = new();
    private readonly ITestOutputHelper _output;
    private readonly MortalServer _server;

    public RaceTests(ITestOutputHelper output) => (_output, _server) = (output, new MortalServer(Path.Combine(_folder.Path, "data.db")));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public Task TimeLimitsThatEndAsValuesCome_LoseAndRepeatNothing() => RunAsync("timeout race", async (workspace, random) =>
    {
        try
        {
            return await workspace.FetchAsync<int>("x", TimeSpan.FromMilliseconds(random.NextDouble() * MaxMilliseconds), Cancellation);
        }
        catch (NwsTimeoutException)
        {
            return null;
        }
    });

    [Fact]
    public Task CancellationsAsValuesCome_LoseAndRepeatNothing() => RunAsync("cancel race", async (workspace, random) =>
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromMilliseconds(random.NextDouble() * MaxMilliseconds));
        try
        {
            return await workspace.FetchAsync<int>("x", cancellationToken: limit.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    });

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
        _output.WriteLine($"clients cut off: {ledger}");
        Assert.Empty(ledger.Faults());
    }

    private async Task RunAsync(string scenario, Func<NetWorkSpace, Random, Task<int?>> fetch)
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
        ledger.Close(scenario, _output);
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

    private static string NewName() => $"soak {Guid.NewGuid()}";

    private Task<NwsServer> ConnectAsync() => _server.ConnectAsync();
}
