using Nws.Hosts.Cli;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli;

/// <summary>What verbs begin before their command line has been read.</summary>
public sealed class HeadStartTests
{
    [Fact]
    public async Task ACommandLineThatIsWrong_OnlyCostsItsComplaint_AndLeavesNoKernel()
    {
        await using var server = await ServerFixture.StartAsync();

        var evaluation = await server.RunAsync("eval", "-l", "py", "1", "--nothing");
        var fetch = await server.RunAsync("fetch", "shop");

        Assert.Equal((ExitCodes.Usage, ""), (evaluation.ExitCode, evaluation.Output));
        Assert.Equal((ExitCodes.Usage, ""), (fetch.ExitCode, fetch.Output));
        Assert.Contains("--nothing", evaluation.Errors, StringComparison.Ordinal);
        await server.CommandLine.AllGoneAsync();
    }

    [Fact]
    public async Task AnAddressOnTheCommandLine_CountsBeforeThatOfTheEnvironment()
    {
        await using var server = await ServerFixture.StartAsync();
        await server.Workspace.StoreAsync("v", "here", cancellationToken: TestContext.Current.CancellationToken).Soon();
        string address = server.CommandLine.Variables[NwsEndpoint.ServerVariable]!;
        server.CommandLine.Variables[NwsEndpoint.ServerVariable] = "127.0.0.1:1";

        Assert.Equal((0, "here\n", ""), (await server.RunAsync("find", "shop", "v", "--server", address)).All);
        Assert.Equal(ExitCodes.NoServer, (await server.RunAsync("find", "shop", "v")).ExitCode);
    }

    [Fact]
    public async Task AServerThatIsNoAddress_IsToldOnce()
    {
        using var nws = new NwsCommandLine();
        nws.Variables[NwsEndpoint.ServerVariable] = "no:address:at:all:";

        var result = await nws.RunAsync("list");

        Assert.Equal((ExitCodes.Usage, ""), (result.ExitCode, result.Output));
        Assert.Single(result.Errors.Split(NwsEndpoint.ServerVariable)[1..]);
    }
}
