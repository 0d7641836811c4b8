using System.Diagnostics;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Farm;

public sealed class SleighLifeTests
{
    private static readonly Code ProcessIds = Code.Python("__import__('os').getppid()");
    private static readonly TimeSpan ForSixWorkers = TimeSpan.FromMinutes(2);
    private static readonly Code OwnProcessId = Code.Python("__import__('os').getpid()");

    [Fact]
    public async Task Stop_EndsWorkersAndKernels_AndRefusesFurtherCalls()
    {
        await using var server = await TestServer.StartAsync();
        var sleigh = await StartAsync(server, 2);
        int[] processes = [.. await ProcessesAsync(sleigh)];

        await sleigh.StopAsync().Soon();

        Assert.All(processes, process => Assert.False(IsRunning(process)));
        await Assert.ThrowsAsync<SleighStoppedException>(() => sleigh.EachElemAsync(ProcessIds, new[] { 1 }, cancellationToken: TestContext.Current.CancellationToken));
        await using var client = await server.ConnectAsync();
        Assert.DoesNotContain(await client.ListWssAsync(cancellationToken: TestContext.Current.CancellationToken), workspace => workspace.Name.StartsWith("sleigh", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stop_WhileTasksRun_EndsThem()
    {
        await using var server = await TestServer.StartAsync();
        var sleigh = await StartAsync(server, 1);
        int[] processes = [.. await ProcessesAsync(sleigh)];
        var endless = sleigh.EachElemAsync(Code.Python("SleighUserNws.store('started', 1)\nwhile True: pass"), new[] { 1 }, cancellationToken: TestContext.Current.CancellationToken);
        await sleigh.UserNws.FindAsync("started", cancellationToken: TestContext.Current.CancellationToken).Soon();

        await sleigh.StopAsync().Soon();

        await Assert.ThrowsAnyAsync<Exception>(() => endless.Soon());
        Assert.All(processes, process => Assert.False(IsRunning(process)));
    }

    [Fact]
    public async Task WorkerKilled_InTheMiddleOfATask_ItsTaskRunsElsewhere()
    {
        await using var server = await TestServer.StartAsync();
        await using var sleigh = await StartAsync(server, 2);
        var code = Code.Python("""
            import os, signal
            if SleighArguments[0] == 5 and SleighUserNws.fetchTry('grenade') is not None:
                os.kill(os.getppid(), signal.SIGKILL)
                signal.pause()
            SleighArguments[0]
            """);
        await sleigh.UserNws.StoreAsync("grenade", true, TestContext.Current.CancellationToken);

        var results = await sleigh.EachElemAsync<int>(code, Enumerable.Range(0, 20), cancellationToken: TestContext.Current.CancellationToken).Soon();

        Assert.Equal(Enumerable.Range(0, 20), results);
    }

    [Fact]
    public async Task TaskThatKillsItsWorkers_IsAnErrorWithTheEvidence_AndTheOthersAreDone()
    {
        await using var server = await TestServer.StartAsync();
        await using var sleigh = await StartAsync(server, 1);
        var code = Code.Python("import os, signal\nif SleighArguments[0] == 1:\n    os.kill(os.getppid(), signal.SIGKILL)\n    signal.pause()\nSleighArguments[0]");

        var results = await sleigh.EachElemAsync(
            code, new[] { 0, 1, 2, 3 }, options: new EachOptions { CollectErrors = true, ChunkSize = 1 }, cancellationToken: TestContext.Current.CancellationToken)
            .WaitAsync(ForSixWorkers, TestContext.Current.CancellationToken);

        var error = results[1].To<NwsError>();
        Assert.Equal("WorkerLost", error.Type);
        Assert.Contains("5 workers", error.Message, StringComparison.Ordinal);
        Assert.Contains("signal 9", error.Stack, StringComparison.Ordinal);
        Assert.Equal([0, 2, 3], results.Where((_, tag) => tag != 1).Select(result => result.To<int>()));
    }

    [Fact]
    public async Task WorkerKilled_WhileRIsInALoop_LeavesNoKernel()
    {
        await using var server = await TestServer.StartAsync();
        await using var sleigh = await StartAsync(server, 1);
        var endless = await sleigh.BeginEachElemAsync(
            Code.R("SleighUserNws$store('kernel', Sys.getpid())\nwhile (TRUE) { }"), new[] { 1 }, cancellationToken: TestContext.Current.CancellationToken);
        int kernel = await sleigh.UserNws.FetchAsync<int>("kernel", cancellationToken: TestContext.Current.CancellationToken).Soon();

        Process.GetProcessById(sleigh.WorkerInfo[0].ProcessId).Kill();

        await Eventually.TrueAsync(() => !IsRunning(kernel));
        await endless.CancelAsync().Soon();
    }

    [Fact]
    public async Task WorkerKilled_IsReplacedUnderItsRankWithAllDefinitions()
    {
        await using var server = await TestServer.StartAsync();
        await using var sleigh = await StartAsync(server, 2);
        await sleigh.DefineAsync(Code.Python("def offset(): return 10"), TestContext.Current.CancellationToken).Soon();
        int victim = sleigh.WorkerInfo[1].ProcessId;
        Process.GetProcessById(victim).Kill();

        await Eventually.TrueAsync(() => sleigh.WorkerInfo[1].ProcessId != victim);

        var results = await sleigh.EachWorkerAsync(Code.Python("SleighRank + offset()"), cancellationToken: TestContext.Current.CancellationToken).Soon();
        Assert.Equal([10, 11], results.Select(result => result.To<int>()));
        Assert.Equal((2, true), await sleigh.StatusAsync(cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task WorkersKilledAgainAndAgain_EveryResultArrivesOnceInOrder()
    {
        await using var server = await TestServer.StartAsync();
        await using var sleigh = await StartAsync(server, 3);
        using var done = new CancellationTokenSource();
        var results = sleigh.EachElemAsync<int>(
            Code.Python("SleighArguments[0] + 1"), Enumerable.Range(0, 2000), options: new EachOptions { ChunkSize = 5 }, cancellationToken: TestContext.Current.CancellationToken);

        for (int killed = 0; killed < 6 && !results.IsCompleted; killed++)
        {
            var victim = sleigh.WorkerInfo[killed % 3];
            Process.GetProcessById(victim.ProcessId).Kill();
            await Task.WhenAny(results, Eventually.TrueAsync(() => sleigh.WorkerInfo[victim.Rank].ProcessId != victim.ProcessId));
        }

        Assert.Equal(Enumerable.Range(1, 2000), await results.Soon());
    }

    [Fact]
    public async Task Server_GoingAway_EndsTheWorkers()
    {
        var server = await TestServer.StartAsync();
        await using var sleigh = await StartAsync(server, 1);
        int[] processes = [.. await ProcessesAsync(sleigh)];

        await server.DisposeAsync();

        foreach (int process in processes) await Eventually.TrueAsync(() => !IsRunning(process));
    }

    [Fact]
    public async Task Start_WithoutAServer_SaysHowToStartOne()
    {
        var options = new SleighOptions { Connection = new NwsConnectionOptions { Endpoint = new NwsEndpoint("127.0.0.1", 1) }, NwsCommand = SleighFixture.NwsCommand };

        var fault = await Assert.ThrowsAsync<NwsConnectException>(() => Sleigh.StartAsync(options, TestContext.Current.CancellationToken).Soon());

        Assert.Contains("nws start", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithAProgramThatIsNoWorker_SaysWhatItSaid()
    {
        await using var server = await TestServer.StartAsync();
        var options = new SleighOptions { Connection = server.ClientOptions, NwsCommand = "/bin/false", WorkerCount = 1 };

        var fault = await Assert.ThrowsAsync<SleighJoinException>(() => Sleigh.StartAsync(options, TestContext.Current.CancellationToken).Soon());

        Assert.Contains("exit code 1", fault.Message, StringComparison.Ordinal);
    }

    private static Task<Sleigh> StartAsync(TestServer server, int workers) => Sleigh.StartAsync(
        new SleighOptions { Connection = server.ClientOptions, WorkerCount = workers, NwsCommand = SleighFixture.NwsCommand },
        TestContext.Current.CancellationToken).Soon();

    private static async Task<IEnumerable<int>> ProcessesAsync(Sleigh sleigh)
    {
        var workers = await sleigh.EachWorkerAsync(ProcessIds, cancellationToken: TestContext.Current.CancellationToken).Soon();
        var kernels = await sleigh.EachWorkerAsync(OwnProcessId, cancellationToken: TestContext.Current.CancellationToken).Soon();
        return workers.Concat(kernels).Select(process => process.To<int>());
    }

    private static bool IsRunning(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
