using System.Globalization;
using Nws.TestKit;

namespace Nws.Server.Tests.Persistence;

/// <summary>Copies and checks of a server in which values come, go, are overwritten and put back all the time.</summary>
public sealed class LiveCopyTests : IDisposable
{
    private const int Clients = 3;
    private const int Copies = 4;

    private readonly DataFolder _folder = new();
    private readonly int[] _stored = new int[Clients];
    private readonly int[] _fetching = new int[Clients];
    private readonly int[] _fetched = new int[Clients];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task CopyMadeUnderLoad_HoldsAllThatWasStoredBefore_AndEveryCountComesOut()
    {
        await using var server = await TestServer.StartAsync(new NwsServerOptions { Data = _folder.File, LargeValueBytes = 10_000, Durability = NwsDurability.Relaxed });
        using var end = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Clients).Select(number => ChurnAsync(server, number, end.Token)).ToList();
        await Eventually.TrueAsync(() => _stored.All(count => count > 5), "all store");
        for (int number = 0; number < Copies; number++)
        {
            string copy = _folder.In($"copy{number}.db");
            var (stored, fetched) = (_stored.ToArray(), _fetched.ToArray());
            await Task.Run(() => NwsDataFile.BackUp(_folder.File, copy), Cancellation);
            int[] fetching = [.. _fetching];
            Conserve(await Task.Run(() => NwsDataFile.Verify(_folder.File), Cancellation));
            Conserve(NwsDataFile.Verify(copy));
            await CheckAsync(copy, stored, fetched, fetching);
        }
        await end.CancelAsync();
        await Task.WhenAll(clients).Soon();
    }

    private static void Conserve(NwsDataReport report)
    {
        Assert.Empty(report.Faults);
        Assert.Equal(2 * Clients, report.Variables.Count(variable => variable.Name is not "passing"));
        Assert.All(report.Variables, variable => Assert.Equal(variable.Stored, variable.Fetched + variable.Overwritten + variable.Present));
        Assert.Contains(report.Variables, variable => variable.Overwritten > 0);
    }

    /// <summary>Stores 0, 1, 2, ... and fetches two of three in their order, behind a lease that is released; meanwhile a variable is overwritten, and one comes and goes.</summary>
    private async Task ChurnAsync(TestServer server, int client, CancellationToken end)
    {
        await using var own = await server.ConnectAsync();
        var workspace = await own.OpenWsAsync($"w{client}", persistent: true, cancellationToken: Cancellation);
        await workspace.DeclareAsync("single", VariableMode.Single, Cancellation);
        for (int number = 0; !end.IsCancellationRequested; number++)
        {
            await workspace.StoreAsync("x", $"{number} {new string('v', number % 5 == 0 ? 50_000 : 50)}", Cancellation);
            await workspace.StoreAsync("single", number, Cancellation);
            _stored[client] = number + 1;
            if (number % 3 == 0)
            {
                await workspace.StoreAsync("passing", new byte[20_000], Cancellation);
                await workspace.DeleteVarAsync("passing", Cancellation);
                continue;
            }
            await (await workspace.FetchLeaseAsync("x", cancellationToken: Cancellation)).ReleaseAsync(Cancellation);
            _fetching[client]++;
            await (await workspace.FetchLeaseAsync("x", cancellationToken: Cancellation)).CompleteAsync(Cancellation);
            _fetched[client]++;
        }
    }

    private static async Task CheckAsync(string copy, int[] stored, int[] fetched, int[] fetching)
    {
        await using var restored = await TestServer.StartAsync(new NwsServerOptions { Data = copy });
        await using var reader = await restored.ConnectAsync();
        for (int client = 0; client < Clients; client++)
        {
            var workspace = await reader.UseWsAsync($"w{client}", create: false, cancellationToken: Cancellation).Soon();
            var values = new List<int>();
            await foreach (string value in workspace.IFindTry<string>("x")) values.Add(int.Parse(value.Split(' ')[0], CultureInfo.InvariantCulture));
            Assert.NotEmpty(values);
            Assert.Equal(Enumerable.Range(values[0], values.Count), values);
            Assert.InRange(values[0], fetched[client], fetching[client]);
            Assert.InRange(values[^1] + 1, stored[client], int.MaxValue);
        }
    }
}
