using System.Diagnostics;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Farm;

/// <summary>Workers die all the time, and every task has its result all the same: once, in its place.</summary>
public sealed class MortalWorkersTests(ITestOutputHelper output)
{
    private const int Tasks = 10_000;
    private static readonly TimeSpan BetweenKills = TimeSpan.FromMilliseconds(200);

    /// <summary>Longer than all tasks take; only on a busy machine, where a worker and its kernel take seconds to start, the last of them run in peace.</summary>
    private static readonly TimeSpan KillingTime = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4);

    [Theory]
    [InlineData(NwsLanguage.Python, "[SleighArguments[0], SleighRank]")]
    [InlineData(NwsLanguage.JavaScript, "[SleighArguments[0], SleighRank]")]
    [InlineData(NwsLanguage.CSharp, "new object[] { SleighArguments[0], SleighRank }")]
    public async Task WorkersKilled_WhileTheyRunTinyTasks_EveryResultArrivesOnceInItsPlace(NwsLanguage language, string text)
    {
        await using var server = await TestServer.StartAsync();
        await using var sleigh = await Sleigh.StartAsync(
            new SleighOptions { Connection = server.ClientOptions, WorkerCount = 3, NwsCommand = SleighFixture.NwsCommand }, TestContext.Current.CancellationToken).WaitAsync(Deadline, TestContext.Current.CancellationToken);
        var code = language switch { NwsLanguage.Python => Code.Python(text), NwsLanguage.JavaScript => Code.JavaScript(text), _ => Code.CSharp(text) };
        using var enough = new CancellationTokenSource(KillingTime);
        int[] arrivals = new int[Tasks];
        int newest = -1, killed = 0;
        var options = new EachOptions
        {
            ChunkSize = 1,
            Accumulator = (tag, value) =>
            {
                arrivals[tag]++;
                Assert.Equal(tag, value[0].To<int>());
                Volatile.Write(ref newest, value[1].To<int>());
            },
        };

        var all = sleigh.EachElemAsync(code, Enumerable.Range(0, Tasks), options: options, cancellationToken: TestContext.Current.CancellationToken);
        using var kills = new PeriodicTimer(BetweenKills);
        while (!all.IsCompleted && !enough.IsCancellationRequested && await kills.WaitForNextTickAsync(TestContext.Current.CancellationToken))
        {
            // One that has just brought a result: so there is progress between two deaths, however long kernels take to start.
            if (Interlocked.Exchange(ref newest, -1) is >= 0 and var rank && TryKill(sleigh.WorkerInfo[rank].ProcessId)) killed++;
        }

        await all.WaitAsync(Deadline, TestContext.Current.CancellationToken);
        Assert.All(arrivals, count => Assert.Equal(1, count));
        Assert.True(killed > 0, "No worker was killed; the test shows nothing.");
        output.WriteLine($"{language}: {killed} workers killed");
    }

    private static bool TryKill(int process)
    {
        try
        {
            Process.GetProcessById(process).Kill();
            return true;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
