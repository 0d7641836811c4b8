using System.Diagnostics;
using Nws.Server;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Farm;

public sealed class LauncherTests(SshServer ssh) : IClassFixture<SshServer>
{
    private static readonly Code Rank = Code.Python("SleighRank");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ssh_StartsAWorkerOnEveryNode_AndStopLeavesNone()
    {
        await using var server = await TestServer.StartAsync(new NwsServerOptions { Port = 0, WebPort = null, Token = "secret" });
        var options = Options(server, SleighLauncher.SshWith(ssh.ClientOptions), "127.0.0.1", "localhost") with { NwsHostRemote = "127.0.0.1" };
        var sleigh = await Sleigh.StartAsync(options, Cancellation).Soon();
        int[] workers = [.. sleigh.WorkerInfo.Select(worker => worker.ProcessId)];

        var ranks = await sleigh.EachWorkerAsync(Rank, cancellationToken: Cancellation).Soon();
        string commandLine = await File.ReadAllTextAsync($"/proc/{workers[0]}/cmdline", Cancellation);
        await sleigh.StopAsync().Soon();

        Assert.Equal([0, 1], ranks.Select(rank => rank.To<int>()));
        Assert.DoesNotContain("secret", commandLine, StringComparison.Ordinal);
        foreach (int worker in workers) await Eventually.TrueAsync(() => !Directory.Exists($"/proc/{worker}"));
    }

    [Fact]
    public async Task SshForward_ReachesTheServerThroughTheTunnel()
    {
        await using var server = await TestServer.StartAsync();
        int remotePort = FreePort.Next();
        var options = Options(server, SleighLauncher.SshForward(server.Endpoint, remotePort, ssh.ClientOptions), "127.0.0.1") with { NwsHostRemote = "localhost", NwsPortRemote = remotePort };

        await using var sleigh = await Sleigh.StartAsync(options, Cancellation).Soon();

        Assert.Equal([5], await sleigh.EachElemAsync<int>(Code.JavaScript("2 + 3"), new[] { 0 }, cancellationToken: Cancellation).Soon());
        Assert.Contains($"localhost:{remotePort}", await File.ReadAllTextAsync($"/proc/{sleigh.WorkerInfo[0].ProcessId}/cmdline", Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ssh_ToANodeThatRefuses_SaysWhichAndWhat()
    {
        await using var server = await TestServer.StartAsync();
        var options = Options(server, SleighLauncher.SshWith([.. ssh.ClientOptions, "-o", "IdentityFile=/dev/null", "-o", "PubkeyAuthentication=no"]), "127.0.0.1");

        var fault = await Assert.ThrowsAsync<SleighJoinException>(() => Sleigh.StartAsync(options, Cancellation).Soon());

        Assert.Contains("node '127.0.0.1' (by ssh)", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Permission denied", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ssh_WithoutTheProgramOnTheNode_SaysWhatTheShellSaid()
    {
        await using var server = await TestServer.StartAsync();
        var options = Options(server, SleighLauncher.SshWith(ssh.ClientOptions), "127.0.0.1") with { ScriptDir = "/nowhere" };

        var fault = await Assert.ThrowsAsync<SleighJoinException>(() => Sleigh.StartAsync(options, Cancellation).Soon());

        Assert.Contains("exit code 127", fault.Message, StringComparison.Ordinal);
        Assert.Contains("/nowhere/nws", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_PutsNodeAndCommandInTheirPlaces()
    {
        await using var server = await TestServer.StartAsync();
        var options = Options(server, SleighLauncher.Command("env", "NWS_TEST_NODE={host}", "sh", "-c", "exec {command}"), "here it's", "there") with { NwsHostRemote = "127.0.0.1" };

        await using var sleigh = await Sleigh.StartAsync(options, Cancellation).Soon();

        var hosts = await sleigh.EachWorkerAsync(Code.Python("__import__('os').environ['NWS_TEST_NODE']"), cancellationToken: Cancellation).Soon();
        Assert.Equal(["here it's", "there"], hosts.Select(host => host.To<string>()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Status_ClosingTheGroup_GoesOnWithThoseThatHaveJoined()
    {
        await using var server = await TestServer.StartAsync();
        var launch = SleighLauncher.From((node, command) => node.Host == "dead" ? ["sleep", "1000"] : command);
        var options = Options(server, launch, "dead", "alive") with { NwsHostRemote = "127.0.0.1", WaitForWorkers = false };
        await using var sleigh = await Sleigh.StartAsync(options, Cancellation).Soon();
        await Eventually.TrueAsync(() => sleigh.WorkerInfo.Count == 1);
        Assert.Equal((1, false), await sleigh.StatusAsync(cancellationToken: Cancellation).Soon());

        Assert.Equal((1, true), await sleigh.StatusAsync(closeGroup: true, TimeSpan.FromMilliseconds(10), Cancellation).Soon());

        Assert.Equal(1, sleigh.WorkerCount);
        Assert.Equal([0], (await sleigh.EachWorkerAsync(Rank, cancellationToken: Cancellation).Soon()).Select(rank => rank.To<int>()));
    }

    [Fact]
    public async Task Web_StartsWhenPeopleSayThatAllWorkersHave()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await server.ConnectAsync();
        var options = new SleighOptions { Connection = server.ClientOptions, Launch = SleighLauncher.Web, ScriptName = SleighFixture.NwsCommand, NwsHostRemote = "127.0.0.1" };
        var starting = Sleigh.StartAsync(options, Cancellation);
        var workspace = await SleighWorkspaceAsync(client);
        string command = await workspace.FindAsync<string>("runMe", cancellationToken: Cancellation).Soon();
        using var worker = Process.Start(new ProcessStartInfo("sh", ["-c", $"exec {command}"]) { RedirectStandardError = true })!;
        await Eventually.TrueAsync(async () => (await workspace.ListVarsAsync(Cancellation)).Any(variable => variable is { Name: "workerCount", FinderCount: 1 }));
        Assert.False(starting.IsCompleted);

        await workspace.DeleteVarAsync("deleteMeWhenAllWorkersStarted", Cancellation);

        await using (var sleigh = await starting.Soon())
        {
            Assert.Equal((1, true), await sleigh.StatusAsync(cancellationToken: Cancellation).Soon());
            Assert.Equal([0], (await sleigh.EachWorkerAsync(Rank, cancellationToken: Cancellation).Soon()).Select(rank => rank.To<int>()));
            using var late = Process.Start(new ProcessStartInfo("sh", ["-c", $"exec {command}"]) { RedirectStandardError = true })!;
            Assert.Contains("too late to join", await late.StandardError.ReadToEndAsync(Cancellation).Soon(), StringComparison.Ordinal);
        }
        await worker.WaitForExitAsync(Cancellation).Soon();
    }

    private static async Task<NetWorkSpace> SleighWorkspaceAsync(NwsServer client)
    {
        string? name = null;
        await Eventually.TrueAsync(async () =>
        {
            name = (await client.ListWssAsync(cancellationToken: Cancellation)).FirstOrDefault(workspace => workspace.Name.StartsWith("sleigh_ride", StringComparison.Ordinal))?.Name;
            return name is not null;
        });
        return await client.UseWsAsync(name!, create: false, Cancellation);
    }

    private static SleighOptions Options(TestServer server, SleighLauncher launch, params string[] hosts) => new()
    {
        Connection = server.ClientOptions,
        Launch = launch,
        NodeList = [.. hosts.Select(SleighNode.FromString)],
        ScriptDir = Path.GetDirectoryName(SleighFixture.NwsCommand),
        ScriptName = Path.GetFileName(SleighFixture.NwsCommand),
    };
}
