using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Nws.Hosts.Cli;

/// <summary>Sends signals, which .NET itself only receives. One to a process that has ended is lost.</summary>
[UnsupportedOSPlatform("windows")]
internal static class Signals
{
    private const int SigHup = 1;
    private const int SigTerm = 15;

    /// <summary>SIGHUP: read the configuration again.</summary>
    public static void HangUp(Process process) => _ = Kill(process.Id, SigHup);

    /// <summary>SIGTERM: clean up and end.</summary>
    public static void Terminate(Process process) => _ = Kill(process.Id, SigTerm);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
