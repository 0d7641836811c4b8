using Nws.TestKit;

namespace Nws.Hosts.Tests.Farm;

/// <summary>Workers by a real Slurm: from outside an allocation, where <c>srun</c> makes one for each worker, and from inside a batch job.</summary>
public sealed class SlurmTests(SlurmCluster slurm) : IClassFixture<SlurmCluster>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Srun_FromOutside_StartsAWorkerPerNode_AndStopEndsTheirJobs()
    {
        await using var server = await TestServer.StartAsync();
        var options = Options(server, slurm.Node, slurm.Node);
        await using var sleigh = await Sleigh.StartAsync(options, Cancellation).Soon();

        var jobs = await sleigh.EachWorkerAsync(Code.Python("__import__('os').environ['SLURM_JOB_ID']"), cancellationToken: Cancellation).Soon();
        await sleigh.StopAsync().Soon();

        Assert.Equal(2, jobs.Select(job => job.To<string>()).Distinct().Count());
        await Eventually.TrueAsync(async () => (await slurm.RunAsync("squeue", "--noheader")).Trim().Length == 0);
    }

    [Fact]
    public async Task Srun_OfANodeThereIsNot_SaysWhichAndWhat()
    {
        await using var server = await TestServer.StartAsync();

        var fault = await Assert.ThrowsAsync<SleighJoinException>(() => Sleigh.StartAsync(Options(server, "nowhere"), Cancellation).Soon());

        Assert.Contains("node 'nowhere'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Invalid node name", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sbatch_OfAScript_StartsItsWorkersOnTheNodesOfTheJob()
    {
        await using var server = await TestServer.StartAsync();
        await File.WriteAllTextAsync(slurm.PathOf("job.csx"), """
            var options = new SleighOptions { Launch = SleighLauncher.Srun, NodeList = SleighNode.FromBatchSystem(), ScriptDir = args[0] };
            var crew = await Sleigh.StartAsync(options);
            var jobs = await crew.EachWorkerAsync(Code.Python("__import__('os').environ['SLURM_JOB_ID']"));
            Console.WriteLine($"{crew.WorkerCount} on {options.NodeList[0].Host}: {jobs.All(job => job.To<string>() == Environment.GetEnvironmentVariable("SLURM_JOB_ID"))}");
            await crew.StopAsync();
            """, Cancellation);
        string folder = Path.GetDirectoryName(SleighFixture.NwsCommand)!;
        await File.WriteAllTextAsync(slurm.PathOf("job.sh"), $"#!/bin/sh\n'{SleighFixture.NwsCommand}' run '{slurm.PathOf("job.csx")}' '{folder}'\ntouch '{slurm.PathOf("job.end")}'\n", Cancellation);

        // It looks rarely whether the job has ended, so its end is looked for here.
        await slurm.RunAsync(
            "sbatch", "--ntasks=1", "--output", slurm.PathOf("job.out"), $"--export=ALL,NWS_SERVER={server.Endpoint}", slurm.PathOf("job.sh"));

        await Eventually.TrueAsync(() => File.Exists(slurm.PathOf("job.end")));
        Assert.Equal($"1 on {slurm.Node}: True\n", await File.ReadAllTextAsync(slurm.PathOf("job.out"), Cancellation));
    }

    private SleighOptions Options(TestServer server, params string[] nodes) => new()
    {
        Connection = server.ClientOptions,
        NwsHostRemote = "127.0.0.1",
        Launch = SleighLauncher.From((node, command) => ["env", $"{slurm.Setting.Name}={slurm.Setting.Value}", .. SleighLauncher.Srun.CommandLine(node, command)]),
        NodeList = [.. nodes.Select(SleighNode.FromString)],
        ScriptDir = Path.GetDirectoryName(SleighFixture.NwsCommand),
        ScriptName = Path.GetFileName(SleighFixture.NwsCommand),
    };
}
