using System.Diagnostics;
using System.Runtime.Versioning;
using Nws.Server;

namespace Nws.Hosts.Cli;

/// <summary>Starts <c>nws serve</c> as a process that outlives this one and its terminal.</summary>
[UnsupportedOSPlatform("windows")]
internal static class BackgroundServer
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    // Standard output stays a pipe to us: the server tells its address there, once, when it listens. A session of its own keeps Ctrl+C
    // and hangups of this terminal away from it; where there is no setsid, nohup does so for hangups.
    private const string Script = """
        log=$1; shift
        exec 2>>"$log" </dev/null
        if command -v setsid >/dev/null; then exec setsid "$@"; else exec nohup "$@"; fi
        """;

    /// <summary>Starts it and waits until it listens.</summary>
    /// <returns>0, or the exit code of the server that did not start, after its complaints have been passed on.</returns>
    public static async Task<int> StartAsync(NwsServerOptions options, CancellationToken cancellation)
    {
        Directory.CreateDirectory(ServerState.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string log = Path.Combine(ServerState.Folder, $"starting-{Environment.ProcessId}.log");
        using var process = Process.Start(StartInfo(options, log))!;
        if (await ReadAddressAsync(process, cancellation) is { } address && ServerAddress.ReadPort(address) is { } port)
        {
            File.Move(log, ServerState.LogFile(port), overwrite: true);
            ServerState.Save(port, process);
            Console.Out.WriteLine($"{address}{Environment.NewLine}nws: process {process.Id}, log {ServerState.LogFile(port)}");
            return ExitCodes.Ok;
        }
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        await Console.Error.WriteAsync(await File.ReadAllTextAsync(log, CancellationToken.None));
        File.Delete(log);
        cancellation.ThrowIfCancellationRequested();
        return process.ExitCode == ExitCodes.Ok ? ExitCodes.Failure : process.ExitCode;
    }

    private static ProcessStartInfo StartInfo(NwsServerOptions options, string log)
    {
        string[] ports = ["--port", $"{options.Port}", "--web-port", $"{options.WebPort}"];
        string[] insecure = options.Insecure ? ["--insecure"] : [];
        string[] data = options.Data is { } file ? ["--data", file, "--durability", options.Durability == NwsDurability.Full ? "full" : "relaxed"] : [];
        string[] command = [.. NwsProgram.Command, "serve", "--host", options.Host, .. ports, .. insecure, .. data];
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, "sh", log, .. command]) { RedirectStandardOutput = true };
        // In the environment, where other users of the machine cannot read it.
        if (options.Token is { } token) start.Environment[NwsEndpoint.TokenVariable] = token;
        return start;
    }

    private static async Task<string?> ReadAddressAsync(Process process, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(StartLimit);
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
