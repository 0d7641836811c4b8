using System.Diagnostics;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Farm;

/// <summary>A call for every worker ends also if a place stays empty.</summary>
public sealed class LostRankTests : IAsyncDisposable
{
    private static readonly Code Held = Code.Python("SleighUserNws.find('go on'), SleighRank");

    private readonly TemporaryFolder _folder = new();

    private string Mark => Path.Combine(_folder.Path, "mark");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Rank_WhoseReplacementsDoNotJoin_IsAnsweredFor()
    {
        await using var server = await TestServer.StartAsync();
        await using var sleigh = await Sleigh.StartAsync(Options(server, (_, command) => File.Exists(Mark) ? ["false"] : command), Cancellation);
        var pending = await sleigh.BeginEachWorkerAsync(Held, options: new EachOptions { CollectErrors = true }, cancellationToken: Cancellation).Soon();
        await File.WriteAllTextAsync(Mark, "", Cancellation);

        Process.GetProcessById(sleigh.WorkerInfo[1].ProcessId).Kill();
        await Eventually.TrueAsync(() => pending.Check() == 1);
        await sleigh.UserNws.StoreAsync("go on", true, Cancellation).Soon();

        var results = await pending.WaitAsync(Cancellation).Soon();
        Assert.Equal(0, results[0][1].To<int>());
        Assert.Equal("WorkerLost", results[1].To<NwsError>().Type);
    }

    [Fact]
    public async Task Rank_ThatNobodyHasWhenTheGroupIsClosed_IsAnsweredFor()
    {
        await using var server = await TestServer.StartAsync();
        string waits = $"until test -e '{Mark}'; do sleep 0.1; done";
        var options = Options(server, (node, command) => node.Host == "two" ? ["sh", "-c", waits] : command) with { WaitForWorkers = false };
        await using var sleigh = await Sleigh.StartAsync(options, Cancellation);
        var pending = await sleigh.BeginEachWorkerAsync(Held, options: new EachOptions { CollectErrors = true }, cancellationToken: Cancellation).Soon();
        await Eventually.TrueAsync(() => sleigh.WorkerInfo.Count == 1);

        Assert.Equal((1, true), await sleigh.StatusAsync(closeGroup: true, cancellationToken: Cancellation).Soon());
        await Eventually.TrueAsync(() => pending.Check() == 1);
        await sleigh.UserNws.StoreAsync("go on", true, Cancellation).Soon();

        var results = await pending.WaitAsync(Cancellation).Soon();
        Assert.Equal(0, results[0][1].To<int>());
        Assert.Contains("when the group was closed", results[1].To<NwsError>().Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Mark, "", Cancellation);
    }

    private static SleighOptions Options(TestServer server, Func<SleighNode, IReadOnlyList<string>, IEnumerable<string>> launch) => new()
    {
        Connection = server.ClientOptions, Launch = SleighLauncher.From(launch), NodeList = ["one", "two"], NwsHostRemote = "127.0.0.1", ScriptDir = AppContext.BaseDirectory,
    };
}
