using System.Runtime.Versioning;
using Nws.Server;

namespace Nws.Hosts.Cli;

/// <summary>Starts <c>nws serve</c> as a process that outlives this one and its terminal.</summary>
[UnsupportedOSPlatform("windows")]
internal static class BackgroundServer
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    /// <summary>Starts it and waits until it listens.</summary>
    /// <returns>0, or the exit code of the server that did not start, after its complaints have been passed on.</returns>
    public static async Task<int> StartAsync(NwsServerOptions options, CancellationToken cancellation)
    {
        string log = Path.Combine(ServerState.Folder, $"starting-{Environment.ProcessId}.log");
        var started = await BackgroundProcess.StartAsync(Verb(options), options.Token, log, StartLimit, cancellation);
        using var process = started.Process;
        if (started.Greeting is { } address && ServerAddress.ReadPort(address) is { } port)
        {
            File.Move(log, ServerState.LogFile(port), overwrite: true);
            ServerState.Save(port, process);
            Console.Out.WriteLine($"{address}{Environment.NewLine}nws: process {process.Id}, log {ServerState.LogFile(port)}");
            return ExitCodes.Ok;
        }
        int code = await started.GiveUpAsync(log);
        cancellation.ThrowIfCancellationRequested();
        return code;
    }

    private static string[] Verb(NwsServerOptions options)
    {
        string[] ports = ["--port", $"{options.Port}", "--web-port", $"{options.WebPort}"];
        string[] insecure = options.Insecure ? ["--insecure"] : [];
        string[] data = options.Data is { } file ? ["--data", file, "--durability", options.Durability == NwsDurability.Full ? "full" : "relaxed"] : [];
        return ["serve", "--host", options.Host, .. ports, .. insecure, .. data];
    }
}
