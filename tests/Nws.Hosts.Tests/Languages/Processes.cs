using System.Diagnostics;
using System.Globalization;

namespace Nws.Hosts.Tests.Languages;

/// <summary>What the operating system says of a process.</summary>
internal static class Processes
{
    internal static void AssertGone(int process) => Assert.Throws<ArgumentException>(() => Process.GetProcessById(process));

    /// <summary>The most memory it has had at once, in bytes.</summary>
    internal static long PeakMemory(int process)
    {
        string line = File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1], CultureInfo.InvariantCulture) * 1024;
    }
}
