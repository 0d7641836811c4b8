using System.Runtime.Versioning;

namespace Nws.Hosts.Cli;

/// <summary>Starts <c>nws serve</c> as a process that outlives this one and its terminal.</summary>
[UnsupportedOSPlatform("windows")]
internal static class BackgroundServer
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="launch">How.</param>
    /// <param name="secrets">What is secret of its options and not in its configuration file.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>0, or the exit code of the server that did not start, after its complaints have been passed on.</returns>
    public static async Task<int> StartAsync(ServerLaunch launch, IEnumerable<(string Variable, string Value)> secrets, CancellationToken cancellation)
    {
        // Which port it gets it knows when it listens; then it gives its log the name that goes with it.
        string log = Path.Combine(ServerState.Folder, $"starting-{Environment.ProcessId}.log");
        string[] verb = ["serve", .. launch.Arguments, $"{ServeVerb.Background.Name}={log}"];
        var started = await BackgroundProcess.StartAsync(verb, secrets, log, StartLimit, cancellation, launch.Folder);
        using var process = started.Process;
        if (started.Greeting is { } address && ServerAddress.ReadPort(address) is { } port)
        {
            ServerState.Save(port, process, launch.On(port, ServerAddress.ReadWebPort(address)));
            Console.Out.WriteLine($"{address}{Environment.NewLine}nws: process {process.Id}, log {launch.LogFile ?? ServerState.LogFile(port)}");
            return ExitCodes.Ok;
        }
        int code = await started.GiveUpAsync(log);
        cancellation.ThrowIfCancellationRequested();
        return code;
    }
}
