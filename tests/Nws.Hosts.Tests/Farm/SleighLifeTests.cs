using System.Diagnostics;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Farm;

public sealed class SleighLifeTests
{
    private static readonly SleighCode ProcessIds = SleighCode.Python("__import__('os').getppid()");
    private static readonly SleighCode OwnProcessId = SleighCode.Python("__import__('os').getpid()");

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
        var endless = sleigh.EachElemAsync(SleighCode.Python("SleighUserNws.store('started', 1)\nwhile True: pass"), new[] { 1 }, cancellationToken: TestContext.Current.CancellationToken);
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
        var code = SleighCode.Python("""
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
    public async Task AllWorkersKilled_EndsTheCallWithTheEvidence()
    {
        await using var server = await TestServer.StartAsync();
        await using var sleigh = await StartAsync(server, 1);
        var code = SleighCode.Python("import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nsignal.pause()");

        var fault = await Assert.ThrowsAsync<SleighException>(() => sleigh.EachElemAsync(code, new[] { 1 }, cancellationToken: TestContext.Current.CancellationToken).Soon());

        Assert.Contains("No worker is left", fault.Message, StringComparison.Ordinal);
        Assert.Contains("signal 9", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WorkerKilled_WhileRIsInALoop_LeavesNoKernel()
    {
        await using var server = await TestServer.StartAsync();
        await using var sleigh = await StartAsync(server, 1);
        int worker = (await sleigh.EachWorkerAsync(ProcessIds, cancellationToken: TestContext.Current.CancellationToken).Soon())[0].To<int>();
        var endless = sleigh.EachElemAsync(SleighCode.R("SleighUserNws$store('kernel', Sys.getpid())\nwhile (TRUE) { }"), new[] { 1 }, cancellationToken: TestContext.Current.CancellationToken);
        int kernel = await sleigh.UserNws.FetchAsync<int>("kernel", cancellationToken: TestContext.Current.CancellationToken).Soon();

        Process.GetProcessById(worker).Kill();

        await Eventually.TrueAsync(() => !IsRunning(kernel));
        await Assert.ThrowsAsync<SleighException>(() => endless.Soon());
    }

    [Fact]
    public async Task WorkerKilled_BeforeAnEachWorker_ItsPlaceHasTheEvidence()
    {
        await using var server = await TestServer.StartAsync();
        await using var sleigh = await StartAsync(server, 2);
        int victim = (await sleigh.EachWorkerAsync(ProcessIds, cancellationToken: TestContext.Current.CancellationToken).Soon())[1].To<int>();
        Process.GetProcessById(victim).Kill();

        var results = await sleigh.EachWorkerAsync(
            SleighCode.Python("SleighRank"), options: new EachOptions { CollectErrors = true }, cancellationToken: TestContext.Current.CancellationToken).Soon();

        Assert.Equal(0, results[0].To<int>());
        Assert.Equal("WorkerLost", results[1].To<NwsError>().Type);
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

        var fault = await Assert.ThrowsAsync<SleighException>(() => Sleigh.StartAsync(options, TestContext.Current.CancellationToken).Soon());

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
