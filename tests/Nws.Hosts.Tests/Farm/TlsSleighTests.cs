using Nws.Server;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Farm;

/// <summary>A whole Sleigh through TLS: its workers, and the workspaces of their kernels in every language.</summary>
public sealed class TlsSleighTests
{
    [Fact]
    public async Task Sleigh_ThroughTls_WorksInEveryLanguageWithWorkspaces()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var certificate = TestCertificate.Make();
        await using var server = await TestServer.StartAsync(new NwsServerOptions { Certificate = certificate });
        await using var sleigh = await Sleigh.StartAsync(new SleighOptions { Connection = server.ClientOptions, NwsCommand = SleighFixture.NwsCommand, WorkerCount = 2 }, cancellation);

        var python = await sleigh.EachElemAsync<int>(Code.Python("[SleighUserNws.store('seen', SleighArguments[0]), SleighArguments[0] + 1][1]"), Enumerable.Range(0, 4), cancellationToken: cancellation);
        var javaScript = await sleigh.EachElemAsync<int>(Code.JavaScript("await SleighUserNws.store('seen', SleighArguments[0]); SleighArguments[0] + 2"), Enumerable.Range(0, 4), cancellationToken: cancellation);
        var csharp = await sleigh.EachElemAsync<int>(Code.CSharp("SleighUserNws.Store(\"seen\", (int)SleighArguments[0]); SleighArguments[0] + 3"), Enumerable.Range(0, 4), cancellationToken: cancellation);
        var seen = await sleigh.UserNws.FetchManyAsync<int>("seen", 100, cancellationToken: cancellation);

        Assert.Equal([1, 2, 3, 4], python);
        Assert.Equal([2, 3, 4, 5], javaScript);
        Assert.Equal([3, 4, 5, 6], csharp);
        Assert.Equal([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3], seen.Order());
    }
}
