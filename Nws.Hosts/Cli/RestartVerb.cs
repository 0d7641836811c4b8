using System.CommandLine;
using System.Runtime.Versioning;
using Nws.Hosts.Cli.Configuration;

namespace Nws.Hosts.Cli;

/// <summary><c>nws restart</c>: ends the server in the background and starts it again as it was started, on the same ports.</summary>
internal static class RestartVerb
{
    public static Command Create()
    {
        var command = new Command("restart", "Stop the server that nws start started, and start it again with the same options.");
        ServerArguments.AddTo(command, [ServerArguments.Port, .. ServerArguments.All.Where(setting => setting.IsSecret)]);
        return command.RunsUntilInterrupted((parsed, cancellation) => OperatingSystem.IsWindows()
            ? Task.FromResult(Complaint.Say("There is no background on Windows.", ExitCodes.Failure))
            : RestartAsync(ServerConfiguration.Read(parsed), cancellation));
    }

    [UnsupportedOSPlatform("windows")]
    private static async Task<int> RestartAsync(ServerConfiguration configuration, CancellationToken cancellation)
    {
        int port = configuration.Get(ServerArguments.Port);
        using var process = ServerState.FindProcess(port);
        if (process is null) return Complaint.Say($"No server that nws start started runs on port {port}; nws start starts one.", ExitCodes.NoServer);
        if (ServerState.Find(port)?.Launch is not { } launch)
            return Complaint.Say("The server was started by an older nws, which did not note its options: nws stop, then nws start with them.", ExitCodes.Failure);
        var secrets = configuration.Secrets().ToList();
        var missing = ServerArguments.All.FirstOrDefault(setting => launch.Secrets.Contains(setting.Name) && !secrets.Exists(secret => secret.Variable == setting.Variable));
        if (missing is not null)
            return Complaint.Say($"The server was started with a {missing.Unit}, which is written down nowhere: give it by --{missing.Name} or {missing.Variable}.", ExitCodes.Usage);
        await Termination.EndAsync(process, cancellation);
        ServerState.Forget(port);
        return await BackgroundServer.StartAsync(launch, secrets, cancellation);
    }
}
