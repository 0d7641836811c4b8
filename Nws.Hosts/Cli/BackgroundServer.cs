using System.Runtime.Versioning;
using Nws.Hosts.Cli.Configuration;

namespace Nws.Hosts.Cli;

/// <summary>Starts <c>nws serve</c> as a process that outlives this one and its terminal.</summary>
[UnsupportedOSPlatform("windows")]
internal static class BackgroundServer
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    /// <summary>Starts it and waits until it listens.</summary>
    /// <returns>0, or the exit code of the server that did not start, after its complaints have been passed on.</returns>
    public static async Task<int> StartAsync(ServerConfiguration configuration, CancellationToken cancellation)
    {
        string log = Path.Combine(ServerState.Folder, $"starting-{Environment.ProcessId}.log");
        var started = await BackgroundProcess.StartAsync(["serve", .. configuration.ToArguments()], configuration.Options.Token, log, StartLimit, cancellation);
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
}
