using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Farm;

/// <summary>A Slurm of one node, this machine, for whoever runs the tests: controller and node daemon on loopback ports, with files that live as long as they do. No service is needed, and none is touched.</summary>
public sealed class SlurmCluster : IAsyncLifetime
{
    private static readonly string[] Programs = ["/usr/sbin/slurmctld", "/usr/sbin/slurmd"];

    private readonly string _folder = Directory.CreateTempSubdirectory("nws-slurm-").FullName;
    private readonly List<Process> _daemons = [];

    /// <summary>The node's name.</summary>
    public string Node { get; } = Dns.GetHostName().Split('.')[0];

    /// <summary>What commands of Slurm need in their environment.</summary>
    public (string Name, string Value) Setting => ("SLURM_CONF", PathOf("slurm.conf"));

    public string PathOf(string file) => Path.Combine(_folder, file);

    public async ValueTask InitializeAsync()
    {
        foreach (string program in Programs) Assert.True(File.Exists(program), $"These tests need {program} (Debian: apt-get install slurm-wlm).");
        Directory.CreateDirectory(PathOf("state"));
        Directory.CreateDirectory(PathOf("spool"));
        await File.WriteAllLinesAsync(PathOf("slurm.conf"),
        [
            "ClusterName=nws", $"SlurmctldHost={Node}(127.0.0.1)", $"SlurmctldPort={FreePort.Next()}", $"SlurmdPort={FreePort.Next()}",
            $"SlurmUser={Environment.UserName}", $"SlurmdUser={Environment.UserName}", "AuthType=auth/none", "CredType=cred/none",
            $"StateSaveLocation={PathOf("state")}", $"SlurmdSpoolDir={PathOf("spool")}", $"SlurmctldPidFile={PathOf("slurmctld.pid")}", $"SlurmdPidFile={PathOf("slurmd.pid")}",
            "ProctrackType=proctrack/pgid", "TaskPlugin=task/none", "SwitchType=switch/none", "MpiDefault=none", "ReturnToService=2",
            "SelectType=select/cons_tres", "SelectTypeParameters=CR_Core", "SchedulerParameters=sched_interval=1",
            $"NodeName={Node} NodeAddr=127.0.0.1 CPUs={Environment.ProcessorCount} State=UNKNOWN",
            $"PartitionName=all Nodes={Node} Default=YES State=UP OverSubscribe=FORCE:8",
        ]);
        foreach (string program in Programs) _daemons.Add(Start(program));
        // It waits until the node has come up.
        await RunAsync("srun", "--ntasks=1", "true");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var daemon in _daemons)
        {
            daemon.Kill(entireProcessTree: true);
            await daemon.WaitForExitAsync();
            daemon.Dispose();
        }
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Runs a command of Slurm; gives what it printed.</summary>
    public async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments);
        start.Environment[Setting.Name] = Setting.Value;
        await using var process = TestProcess.Start(start);
        var result = await process.EndAsync();
        Assert.True(result.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: exit code {result.ExitCode}: {result.Errors}");
        return result.Output;
    }

    private Process Start(string program)
    {
        string log = PathOf(Path.GetFileName(program) + ".log");
        return Process.Start(new ProcessStartInfo(program, ["-D", "-f", PathOf("slurm.conf"), "-L", log]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
    }
}
