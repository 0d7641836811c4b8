using System.Diagnostics;
using Nws.Hosts.Tests.Durability;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Soak;

/// <summary>Workers in processes of their own, on leases shorter than the pauses in which the system freezes them: who comes too late is told so, and every task is completed once.</summary>
public sealed class LeaseStormTests(ITestOutputHelper output)
{
    private const double UsualSeconds = 6;
    private const int Workers = 3;
    private const int TasksAtOnce = 20;

    /// <summary>Completes tasks with a result; the result of who is too late must not appear. Ends when it finds <c>end</c>.</summary>
    private const string Worker = """
        import nws, os, time
        space = nws.NetWorkSpace("storm", useUse=True)
        while space.findTry("end") is None:
            try:
                task = space.fetch("task", timeout=0.2, lease=0.15)
            except nws.NwsTimeoutException:
                continue
            time.sleep(0.01)
            try:
                task.complete([(space, "result", [task.value, os.getpid()])])
            except nws.NwsOperationException as refusal:
                assert refusal.code == "no_lease", refusal
                space.store("late", task.value)
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FrozenWorkers_ComeTooLate_AndEveryTaskIsCompletedOnce()
    {
        using var folder = new TemporaryFolder();
        await using var server = new MortalServer(Path.Combine(folder.Path, "data.db"));
        await server.StartAsync();
        await using var client = await server.ConnectAsync();
        var workspace = await client.OpenWsAsync("storm", cancellationToken: Cancellation).Soon();
        var workers = Enumerable.Range(0, Workers).Select(_ => TestProcess.Start(WorkerStart(server.Address))).ToList();
        var (ledger, time, random) = (new QueueLedger(), new SoakTime(UsualSeconds), new Random(6));
        using var end = new CancellationTokenSource();
        try
        {
            var results = CollectAsync(workspace, ledger, end.Token);
            int freezes = 0;
            for (; !time.IsOver || freezes < 5; freezes++)
            {
                for (int i = 0; i < TasksAtOnce; i++) await workspace.StoreAsync("task", ledger.Next(), Cancellation).Soon();
                var worker = workers[random.Next(Workers)];
                await worker.SignalAsync("STOP");
                using (var frozen = new PeriodicTimer(TimeSpan.FromMilliseconds(random.Next(50, 500)))) await frozen.WaitForNextTickAsync(Cancellation);
                await worker.SignalAsync("CONT");
            }
            await Eventually.TrueAsync(async () => (await workspace.ListVarsAsync(Cancellation)).Single(variable => variable.Name == "task") is { ValueCount: 0 }, "all tasks are taken");
            await workspace.StoreAsync("end", 1, Cancellation).Soon();
            foreach (var worker in workers) Assert.Equal("", (await worker.EndAsync()).Errors);
            await end.CancelAsync();
            await results.Soon();
            // What was held by the last that left comes back when the server notices.
            await Eventually.TrueAsync(async () =>
            {
                while (await workspace.FetchTryAsync("result", Cancellation) is { } result) ledger.Delivered(result[0].To<int>());
                while (await workspace.FetchTryAsync("task", Cancellation) is { } left) ledger.Delivered(left.To<int>());
                return ledger.IsComplete;
            });
            int late = (await workspace.ListVarsAsync(Cancellation).Soon()).SingleOrDefault(variable => variable.Name == "late")?.ValueCount ?? 0;
            ledger.Close($"lease storm, frozen {freezes} times, too late {late}", output);
        }
        finally
        {
            foreach (var worker in workers) await worker.DisposeAsync();
        }
    }

    private static async Task CollectAsync(NetWorkSpace workspace, QueueLedger ledger, CancellationToken end)
    {
        try
        {
            while (true) ledger.Delivered((await workspace.FetchAsync("result", cancellationToken: end))[0].To<int>());
        }
        catch (OperationCanceledException)
        {
            // The rest is collected by who has cancelled it.
        }
    }

    private static ProcessStartInfo WorkerStart(string address)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", ["-c", Worker]);
        start.Environment["PYTHONPATH"] = Path.Combine(Repository.Root, "Nws.Hosts", "Languages", "Python");
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment[NwsEndpoint.ServerVariable] = address;
        start.Environment.Remove(NwsEndpoint.TokenVariable);
        return start;
    }
}
