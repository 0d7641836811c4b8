using Nws.Farm;
using Nws.TestKit;

namespace Nws.Runtime.Tests.Farm;

public sealed class BatchSystemTests
{
    [Theory]
    [InlineData("LSB_HOSTS=a a b", "a a b")]
    [InlineData("SLURM_JOB_NODELIST=vm", "vm")]
    [InlineData("SLURM_JOB_NODELIST=node[08-10,2],gpu-1-[1-2]x,last", "node08 node09 node10 node2 gpu-1-1x gpu-1-2x last")]
    [InlineData("SLURM_JOB_NODELIST=r[1-2]n[1-2]", "r1n1 r1n2 r2n1 r2n2")]
    [InlineData("SLURM_JOB_NODELIST=a,b[1-2],c SLURM_TASKS_PER_NODE=2(x3),1", "a a b1 b1 b2 b2 c")]
    public void Hosts_FromAVariable_AreOnePerWorker(string environment, string expected) =>
        Assert.Equal(expected.Split(' '), BatchSystem.Hosts(Reader(environment)));

    [Theory]
    [InlineData("PBS_NODEFILE", "a\na\nb\n", "a a b")]
    [InlineData("PE_HOSTFILE", "a.site 2 all.q@a UNDEFINED\nb.site 1 all.q@b UNDEFINED\n\n", "a.site a.site b.site")]
    public void Hosts_FromAFile_AreOnePerWorker(string variable, string content, string expected)
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "hosts");
        File.WriteAllText(file, content);

        Assert.Equal(expected.Split(' '), BatchSystem.Hosts(name => name == variable ? file : null));
    }

    [Theory]
    [InlineData("", "none of LSB_HOSTS, PBS_NODEFILE, PE_HOSTFILE, SLURM_JOB_NODELIST is set")]
    [InlineData("PBS_NODEFILE=/nowhere/hosts", "PBS_NODEFILE=/nowhere/hosts")]
    [InlineData("SLURM_JOB_NODELIST=a[1-x]", "SLURM_JOB_NODELIST=a[1-x]")]
    public void Hosts_ThatCannotBeKnown_AreRefusedWithTheReason(string environment, string reason) =>
        Assert.Contains(reason, Assert.Throws<SleighIllegalValueException>(() => BatchSystem.Hosts(Reader(environment))).Message, StringComparison.Ordinal);

    private static Func<string, string?> Reader(string environment)
    {
        var values = environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Aggregate(
            new List<string>(), (all, word) => { if (word.Contains('=', StringComparison.Ordinal)) all.Add(word); else all[^1] += " " + word; return all; })
            .Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return name => values.GetValueOrDefault(name);
    }
}
