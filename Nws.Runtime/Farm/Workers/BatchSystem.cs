using System.Globalization;
using System.Text.RegularExpressions;

namespace Nws.Farm;

/// <summary>The hosts that a batch system has given to the job this process runs in, one for each worker to start (the guide's node lists of LSF, PBS, Grid Engine; Slurm).</summary>
internal static class BatchSystem
{
    private static readonly Regex TopLevelItems = new(@"(?:[^,\[\]]|\[[^\]]*\])+");

    private static readonly (string Variable, Func<string, Func<string, string?>, IEnumerable<string>> Hosts)[] Systems =
    [
        ("LSB_HOSTS", (value, _) => Words(value)),
        ("PBS_NODEFILE", (file, _) => File.ReadLines(file).SelectMany(Words)),
        ("PE_HOSTFILE", (file, _) => File.ReadLines(file).Select(line => Words(line)).Where(words => words.Length > 0).SelectMany(Slots)),
        ("SLURM_JOB_NODELIST", Slurm),
    ];

    /// <param name="environment">Gives the value of an environment variable.</param>
    /// <exception cref="SleighIllegalValueException">This is no job of a batch system, or its list cannot be read.</exception>
    public static IReadOnlyList<string> Hosts(Func<string, string?> environment)
    {
        foreach (var (variable, hosts) in Systems)
        {
            if (environment(variable) is not { Length: > 0 } value) continue;
            try
            {
                string[] found = [.. hosts(value, environment)];
                return found.Length > 0 ? found : throw new SleighIllegalValueException($"{variable} names no host.");
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException or OverflowException)
            {
                throw new SleighIllegalValueException($"The hosts of this job cannot be read from {variable}={value}: {fault.Message}");
            }
        }
        throw new SleighIllegalValueException(
            $"This is no job of a batch system: none of {string.Join(", ", Systems.Select(system => system.Variable))} is set. Give NodeList the names of the hosts.");
    }

    /// <summary>Grid Engine: host, slots, queue, processors.</summary>
    private static IEnumerable<string> Slots(string[] words) =>
        Enumerable.Repeat(words[0], words.Length > 1 ? int.Parse(words[1], CultureInfo.InvariantCulture) : 1);

    /// <summary><c>node[1-3,07],other</c>, with so many tasks on each as <c>SLURM_TASKS_PER_NODE</c> says: <c>2(x3),1</c>.</summary>
    private static IEnumerable<string> Slurm(string list, Func<string, string?> environment)
    {
        string[] hosts = [.. TopLevelItems.Matches(list).SelectMany(item => Expand(item.Value))];
        int[] tasks = [.. Words((environment("SLURM_TASKS_PER_NODE") ?? "").Replace(',', ' ')).SelectMany(Repeated)];
        return hosts.SelectMany((host, i) => Enumerable.Repeat(host, i < tasks.Length ? tasks[i] : 1));
    }

    private static IEnumerable<int> Repeated(string count)
    {
        string[] parts = count.TrimEnd(')').Split("(x");
        int tasks = int.Parse(parts[0], CultureInfo.InvariantCulture);
        return Enumerable.Repeat(tasks, parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 1);
    }

    /// <summary>The hosts of one item; every pair of brackets multiplies them.</summary>
    private static IEnumerable<string> Expand(string item)
    {
        int open = item.IndexOf('[', StringComparison.Ordinal);
        if (open < 0) return [item];
        int close = item.IndexOf(']', open);
        var tails = Expand(item[(close + 1)..]).ToList();
        return item[(open + 1)..close].Split(',').SelectMany(Numbers).SelectMany(number => tails.Select(tail => item[..open] + number + tail));
    }

    /// <summary><c>07-10</c>: 07, 08, 09, 10.</summary>
    private static IEnumerable<string> Numbers(string range)
    {
        string[] ends = range.Split('-');
        int first = int.Parse(ends[0], CultureInfo.InvariantCulture), last = int.Parse(ends[^1], CultureInfo.InvariantCulture);
        return Enumerable.Range(first, last - first + 1).Select(number => number.ToString(CultureInfo.InvariantCulture).PadLeft(ends[0].Length, '0'));
    }

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
