using System.Diagnostics;
using System.Globalization;

namespace Nws.Hosts.Tests.Languages;

/// <summary>What the operating system says of a process.</summary>
internal static class Processes
{
    /// <summary>Whether it has ended; one that nobody has asked how it ended is still listed.</summary>
    internal static bool IsGone(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/status").Contains("State:\tZ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }

    internal static void AssertGone(int process) => Assert.Throws<ArgumentException>(() => Process.GetProcessById(process));

    /// <summary>The most memory it has had at once, in bytes.</summary>
    internal static long PeakMemory(int process)
    {
        string line = File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1], CultureInfo.InvariantCulture) * 1024;
    }
}
