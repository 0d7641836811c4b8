using Nws.Hosts.Tests.Soak;
using Nws.TestKit;
using Nws.TestKit.Linearizability;

namespace Nws.Hosts.Tests.Durability;

/// <summary>The cells of a durable server that is killed again and again: what was answered holds, what was not may have been done, and one order explains it all.</summary>
public sealed class KilledServerCellTests(ITestOutputHelper output)
{
    private const int UsualSeconds = 8;
    private const int Clients = 4;
    private const int Operations = 12;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CellsOfAServerThatIsKilled_AreLinearizable()
    {
        var time = new SoakTime(UsualSeconds);
        using var folder = new TemporaryFolder();
        await using var server = new MortalServer(Path.Combine(folder.Path, "data.db"));
        await server.StartAsync();
        var random = new Random(3);
        int histories = 0, operations = 0, unknown = 0, faults = 0;
        for (; histories < 4 || !time.IsOver; histories++)
        {
            var history = new CellHistory();
            string variable = $"cell{histories}";
            await DeclareAsync(server, variable);
            var clients = Enumerable.Range(0, Clients).Select(number => RunAsync(server, variable, history, new Random(random.Next()))).ToList();
            using (var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(random.Next(1, 60)))) await timer.WaitForNextTickAsync(Cancellation);
            await server.KillAsync();
            await server.StartAsync();
            await Task.WhenAll(clients).Soon();
            operations += history.Operations.Count;
            unknown += history.Operations.Count(operation => operation.Outcome == CellOutcome.Unknown);
            if (LinearizabilityChecker.IsLinearizable(history.Operations)) continue;
            faults++;
            output.WriteLine($"Not linearizable:\n{history}");
        }
        output.WriteLine($"compare-and-set, server killed {server.Kills} times: histories {histories}, operations {operations}, without an answer {unknown}; unexpected (not linearizable) {faults}");
        Assert.Equal(0, faults);
        Assert.InRange(unknown, 1, int.MaxValue);
    }

    private static async Task DeclareAsync(MortalServer server, string variable)
    {
        await using var connection = await server.ConnectAsync();
        var workspace = await connection.OpenWsAsync("cells", persistent: true, cancellationToken: Cancellation);
        await workspace.DeclareAsync(variable, VariableMode.Single, Cancellation);
    }

    /// <summary>Goes on on another connection when the server was killed, and is another client from then on: what it had asked may still happen.</summary>
    private static async Task RunAsync(MortalServer server, string variable, CellHistory history, Random random)
    {
        for (bool done = false; !done;)
        {
            await using var connection = await server.ConnectAsync();
            try
            {
                var workspace = await connection.UseWsAsync("cells", create: false, cancellationToken: Cancellation);
                done = await new CellClient(workspace, variable, history, random).RunAsync(Operations);
            }
            catch (NwsServerException)
            {
                // Killed before it did anything.
            }
        }
    }
}
