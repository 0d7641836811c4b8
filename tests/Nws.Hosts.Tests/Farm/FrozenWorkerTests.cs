using System.Diagnostics;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Farm;

/// <summary>A worker whose process is there, but gives no sign of life any more.</summary>
public sealed class FrozenWorkerTests
{
    [Fact]
    public async Task EachWorker_WhileOneIsFrozen_IsAnsweredByItsReplacement()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var server = await TestServer.StartAsync();
        await using var sleigh = await Sleigh.StartAsync(
            new SleighOptions { Connection = server.ClientOptions, WorkerCount = 2, NwsCommand = SleighFixture.NwsCommand }, cancellation);
        int frozen = sleigh.WorkerInfo[1].ProcessId;
        using (var stop = Process.Start("kill", ["-STOP", $"{frozen}"])) await stop.WaitForExitAsync(cancellation);
        var ranks = await sleigh.EachWorkerAsync(Code.Python("SleighRank"), cancellationToken: cancellation).WaitAsync(TimeSpan.FromMinutes(2), cancellation);
        Assert.Equal([0, 1], ranks.Select(rank => rank.To<int>()));
        Assert.NotEqual(frozen, sleigh.WorkerInfo[1].ProcessId);
    }
}
