using System.Diagnostics;

namespace Nws.Hosts.Cli;

/// <summary>Asks a process to end, so that it can clean up; .NET itself can only kill it.</summary>
internal static class Termination
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Asks it to end and waits for that; one that does not is killed.</summary>
    public static async Task EndAsync(Process process, CancellationToken cancellation)
    {
        Request(process);
        var ended = process.WaitForExitAsync(cancellation);
        await ended.WaitAsync(Patience, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
        if (ended.IsCompleted) return;
        process.Kill();
        await ended;
    }

    /// <summary>Sends SIGTERM; where there is no such thing, the process is killed.</summary>
    public static void Request(Process process)
    {
        if (OperatingSystem.IsWindows()) process.Kill();
        else Signals.Terminate(process);
    }
}
