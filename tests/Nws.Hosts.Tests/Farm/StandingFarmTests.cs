using System.Diagnostics;
using Nws.Farm;
using Nws.Hosts.Tests.Cli;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Farm;

/// <summary>A farm that stays: masters come and go, so do workers, and nobody has to know of the others.</summary>
public sealed class StandingFarmTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Masters_TwoAtOnce_ShareTheWorkersAndGetTheirOwnResults()
    {
        await using var farm = await FarmFixture.StartAsync(workers: 2);
        await using var first = await farm.AttachAsync();
        await using var second = await farm.AttachAsync();
        Assert.Equal(2, first.WorkerCount);

        var ones = first.EachElemAsync<int>(Code.Python("SleighArguments[0] + 1"), Enumerable.Range(0, 3000), options: new EachOptions { ChunkSize = 1 }, cancellationToken: Cancellation);
        var twos = second.EachElemAsync<int>(Code.Python("SleighArguments[0] * 2"), Enumerable.Range(0, 3000), cancellationToken: Cancellation);

        Assert.Equal(Enumerable.Range(1, 3000), await ones.WaitAsync(Deadline, Cancellation));
        Assert.Equal(Enumerable.Range(0, 3000).Select(i => 2 * i), await twos.WaitAsync(Deadline, Cancellation));
        await first.StopAsync().Soon();
        Assert.Equal([5], await second.EachElemAsync<int>(Code.Python("5"), new[] { 1 }, cancellationToken: Cancellation).Soon());
    }

    [Fact]
    public async Task Worker_JoinsAndLeaves_MembersTellAndItsRankIsFree()
    {
        await using var farm = await FarmFixture.StartAsync(workers: 0);
        await using var master = await farm.AttachAsync();
        Assert.Equal(0, master.WorkerCount);
        var waiting = master.EachElemAsync<int>(Code.Python("SleighRank"), new[] { 1 }, cancellationToken: Cancellation);
        using var commandLine = new NwsCommandLine(farm.Server.Endpoint);

        await using var guest = commandLine.Start("worker", "--farm", "lab", "--tag", "guest");
        Assert.Equal([0], await waiting.WaitAsync(Deadline, Cancellation));
        await Eventually.TrueAsync(() => master.WorkerCount == 1);
        Assert.Equal(["guest"], master.WorkerInfo[0].Tags);
        await using var other = commandLine.Start("worker", "--farm", "lab");
        await Eventually.TrueAsync(() => master.WorkerCount == 2);
        await guest.SignalAsync("TERM");
        await guest.EndAsync();
        await Eventually.TrueAsync(() => master.WorkerCount == 1);

        Assert.Equal(1, master.WorkerInfo[0].Rank);
        Assert.Contains("worker 0 has left", farm.Log, StringComparison.Ordinal);
        await using var third = commandLine.Start("worker", "--farm", "lab");
        await Eventually.TrueAsync(() => master.WorkerCount == 2);
        Assert.Equal([0, 1], master.WorkerInfo.Select(worker => worker.Rank));
    }

    [Fact]
    public async Task Worker_Killed_IsReplacedAndItsTasksRunElsewhere()
    {
        await using var farm = await FarmFixture.StartAsync(workers: 2);
        await using var master = await farm.AttachAsync();
        var victim = master.WorkerInfo[1];
        Process.GetProcessById(victim.ProcessId).Kill();

        var results = await master.EachElemAsync<int>(Code.Python("SleighArguments[0]"), Enumerable.Range(0, 50), cancellationToken: Cancellation).WaitAsync(Deadline, Cancellation);
        await Eventually.TrueAsync(() => master.WorkerCount == 2 && master.WorkerInfo.All(worker => worker.ProcessId != victim.ProcessId));

        Assert.Equal(Enumerable.Range(0, 50), results);
        Assert.Contains("worker 1 is lost", farm.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Worker_Lost_ItsOwnTasksAreAnsweredWithAnError()
    {
        await using var farm = await FarmFixture.StartAsync(workers: 0);
        using var commandLine = new NwsCommandLine(farm.Server.Endpoint);
        await using var worker = commandLine.Start("worker", "--farm", "lab");
        await using var master = await farm.AttachAsync();
        await Eventually.TrueAsync(() => master.WorkerCount == 1);
        var call = master.EachWorkerAsync(Code.Python("SleighNws.find('never')"), cancellationToken: Cancellation);
        var workspace = await farm.WorkspaceAsync();
        await Eventually.TrueAsync(async () => (await workspace.ListVarsAsync(Cancellation)).Any(variable => variable.Name == "never"));

        await worker.SignalAsync("KILL");

        var fault = await Assert.ThrowsAsync<SleighTaskException>(() => call.WaitAsync(Deadline, Cancellation));
        Assert.Equal("WorkerLost", fault.Error.Type);
        await workspace.Server.DisposeAsync();
    }

    [Fact]
    public async Task Master_Dies_ItsJobsAreTakenAwayAndOthersGoOn()
    {
        await using var farm = await FarmFixture.StartAsync(workers: 1);
        var mortal = await farm.AttachAsync();
        _ = mortal.EachElemAsync(Code.Python("SleighNws.store('begun', 1)\nwhile True: pass"), new[] { 1, 2 }, cancellationToken: Cancellation)
            .ContinueWith(static call => call.Exception, TaskScheduler.Default);
        var workspace = await farm.WorkspaceAsync();
        await workspace.FetchAsync("begun", cancellationToken: Cancellation).WaitAsync(Deadline, Cancellation);
        Assert.Single((await workspace.FindAsync(SleighNames.Running, cancellationToken: Cancellation)).Items);

        await mortal.StopAsync().Soon();

        await using var other = await farm.AttachAsync();
        Assert.Equal([3], await other.EachElemAsync<int>(Code.Python("3"), new[] { 1 }, cancellationToken: Cancellation).WaitAsync(Deadline, Cancellation));
        await Eventually.TrueAsync(async () => (await workspace.FindAsync(SleighNames.Running, null, Cancellation)).Count == 0);
        Assert.DoesNotContain(await workspace.ListVarsAsync(Cancellation), variable => variable.Name.StartsWith("job@", StringComparison.Ordinal));
        await workspace.Server.DisposeAsync();
    }

    [Fact]
    public async Task Keeper_OfANameThatIsTaken_IsRefused()
    {
        await using var farm = await FarmFixture.StartAsync(workers: 0);
        var options = new FarmOptions { Name = "lab", Connection = farm.Server.ClientOptions };

        var fault = await Assert.ThrowsAsync<SleighException>(() => FarmKeeper.RunAsync(options, () => { }, Cancellation).Soon());

        Assert.Contains("There is a farm 'lab'", fault.Message, StringComparison.Ordinal);
        await (await farm.AttachAsync()).StopAsync();
    }

    [Fact]
    public async Task Server_GoesAndComesBack_FarmStandsAgain()
    {
        using var commandLine = new NwsCommandLine();
        await using var server = commandLine.Start("serve", "--port", "0", "--web-port", "0");
        string address = (await server.FirstLineAsync()).Split(' ', ',')[3];
        commandLine.Variables[NwsEndpoint.ServerVariable] = address;
        await using var keeper = commandLine.Start("farm", "run", "lab", "-n", "1");
        Assert.Equal($"nws: farm 'lab' stands at {address} with 1 worker", await keeper.FirstLineAsync());
        await using var guest = commandLine.Start("worker", "--farm", "lab");

        await server.SignalAsync("KILL");
        await server.EndedAsync();
        await using var again = commandLine.Start("serve", "--port", address.Split(':')[1], "--web-port", "0");
        await again.FirstLineAsync();

        var connection = new NwsConnectionOptions { Endpoint = NwsEndpoint.Parse(address) };
        await Eventually.TrueAsync(async () => await MembersAsync(connection) == 2, "both workers are back");
        await keeper.SignalAsync("TERM");
        Assert.Equal(0, (await keeper.EndAsync()).ExitCode);
        await guest.SignalAsync("TERM");
        var end = await guest.EndAsync();
        Assert.Contains("The farm 'lab'", end.Errors, StringComparison.Ordinal);
    }

    private static async Task<int> MembersAsync(NwsConnectionOptions connection)
    {
        try
        {
            await using var server = await NwsServer.ConnectAsync(connection, Cancellation);
            return await (await server.UseWsAsync("farm lab", create: false, Cancellation)).FindTryAsync("workerCount", 0, Cancellation);
        }
        catch (NwsException)
        {
            return 0;
        }
    }
}
