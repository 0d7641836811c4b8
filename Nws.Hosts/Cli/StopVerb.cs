using System.CommandLine;
using Nws.Hosts.Cli.Configuration;

namespace Nws.Hosts.Cli;

/// <summary><c>nws stop</c>: ends the server in the background.</summary>
internal static class StopVerb
{
    public static Command Create()
    {
        var command = new Command("stop", "Stop the server that nws start started.");
        ServerArguments.AddTo(command, ServerArguments.Port);
        return command.RunsUntilInterrupted(StopAsync);
    }

    private static async Task<int> StopAsync(ParseResult parsed, CancellationToken cancellation)
    {
        int port = ServerConfiguration.Read(parsed).Get(ServerArguments.Port);
        using var process = ServerState.FindProcess(port);
        if (process is null)
            return Complaint.Say($"No server that nws start started runs on port {port}.", ExitCodes.NoServer);
        await Termination.EndAsync(process, cancellation);
        ServerState.Forget(port);
        Console.Out.WriteLine($"nws: stopped, process {process.Id}");
        return ExitCodes.Ok;
    }
}
