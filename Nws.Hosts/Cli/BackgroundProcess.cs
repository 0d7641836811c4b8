using System.Diagnostics;
using System.Runtime.Versioning;

namespace Nws.Hosts.Cli;

/// <summary>A verb of <c>nws</c> that runs as a process of its own, which outlives this one and its terminal, and says in one line on standard output that it is ready.</summary>
/// <param name="Process">The process.</param>
/// <param name="Greeting">The line; null if it ended, or kept silent for too long.</param>
[UnsupportedOSPlatform("windows")]
internal sealed record BackgroundProcess(Process Process, string? Greeting)
{
    // Standard output stays a pipe to us. A session of its own keeps Ctrl+C and hangups of this terminal away from it; where there is no setsid, nohup does so for hangups.
    private const string Script = """
        log=$1; shift
        exec 2>>"$log" </dev/null
        if command -v setsid >/dev/null; then exec setsid "$@"; else exec nohup "$@"; fi
        """;

    /// <summary>Starts it and waits for its line.</summary>
    /// <param name="verb">The words behind <c>nws</c>.</param>
    /// <param name="secrets">Variables that it finds in its environment, where other users of the machine cannot read them.</param>
    /// <param name="log">The file that its standard error is appended to.</param>
    /// <param name="patience">How long it may take.</param>
    /// <param name="cancellation">Gives up waiting for the line.</param>
    /// <param name="folder">The folder it runs in; null: this one.</param>
    public static async Task<BackgroundProcess> StartAsync(
        IEnumerable<string> verb, IEnumerable<(string Variable, string Value)> secrets, string log, TimeSpan patience, CancellationToken cancellation, string? folder = null)
    {
        Directory.CreateDirectory(ServerState.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, "sh", log, .. NwsProgram.Command, .. verb]) { RedirectStandardOutput = true, WorkingDirectory = folder ?? "" };
        foreach (var (variable, value) in secrets) start.Environment[variable] = value;
        var process = Process.Start(start)!;
        return new BackgroundProcess(process, await ReadLineAsync(process, patience, cancellation));
    }

    /// <summary>Ends one that did not get ready, and passes on its complaints.</summary>
    /// <param name="log">The file they are in, which is deleted.</param>
    /// <returns>The exit code to end with.</returns>
    public async Task<int> GiveUpAsync(string log)
    {
        Process.Kill(entireProcessTree: true);
        await Process.WaitForExitAsync(CancellationToken.None);
        await Console.Error.WriteAsync(await File.ReadAllTextAsync(log, CancellationToken.None));
        File.Delete(log);
        return Process.ExitCode == ExitCodes.Ok ? ExitCodes.Failure : Process.ExitCode;
    }

    private static async Task<string?> ReadLineAsync(Process process, TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            return await process.StandardOutput.ReadLineAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
