using System.Runtime.InteropServices;

namespace Nws.Hosts.Cli.Each;

/// <summary>Whoever reads what this program writes: <c>head</c>, say, which leaves when it has enough. .NET passes over that in silence.</summary>
internal static class OutputReader
{
    private const int StandardOutput = 1;
    private const short Broken = 0x8 | 0x20; // POLLERR, POLLNVAL

    /// <summary>Whether nobody reads any more. False where that cannot be told.</summary>
    public static bool IsGone
    {
        get
        {
            if (OperatingSystem.IsWindows()) return false;
            var ends = new[] { new PollEnd { Descriptor = StandardOutput } };
            return Poll(ends, 1, 0) > 0 && (ends[0].Happened & Broken) != 0;
        }
    }

    [DllImport("libc", EntryPoint = "poll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll([In, Out] PollEnd[] ends, nuint count, int timeout);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEnd
    {
        public int Descriptor;
        public short Asked;
        public short Happened;
    }
}
