using System.CommandLine;
using System.Diagnostics;
using System.Runtime.Versioning;
using Nws.Hosts.Cli.Configuration;

namespace Nws.Hosts.Cli;

/// <summary><c>nws reload</c>: lets the server in the background read its configuration again, so that the tokens in it hold.</summary>
internal static class ReloadVerb
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var command = new Command("reload", "Let the server that nws start started read the tokens of its configuration file again.");
        ServerArguments.AddTo(command, ServerArguments.Port);
        return command.RunsUntilInterrupted((parsed, cancellation) => OperatingSystem.IsWindows()
            ? Task.FromResult(Complaint.Say("There is no background on Windows.", ExitCodes.Failure))
            : ReloadAsync(parsed, cancellation));
    }

    [UnsupportedOSPlatform("windows")]
    private static async Task<int> ReloadAsync(ParseResult parsed, CancellationToken cancellation)
    {
        int port = ServerConfiguration.Read(parsed).Get(ServerArguments.Port);
        using var process = ServerState.FindProcess(port);
        if (process is null) return Complaint.Say($"No server that nws start started runs on port {port}; nws start starts one.", ExitCodes.NoServer);
        return await ReloadAsync(process, port, cancellation);
    }

    [UnsupportedOSPlatform("windows")]
    private static async Task<int> ReloadAsync(Process process, int port, CancellationToken cancellation)
    {
        ReloadReport.Forget(port);
        Signals.HangUp(process);
        return await ReloadReport.WaitAsync(port, Patience, cancellation) switch
        {
            { IsDone: true, Message: var message } => Say($"nws: process {process.Id}: {message}"),
            { Message: var message } => Complaint.Say($"Nothing has changed: {message}", ExitCodes.Usage),
            null => Complaint.Say($"The server, process {process.Id}, did not say within {Patience.TotalSeconds:0} s whether its tokens hold; nws logs may tell.", ExitCodes.Failure),
        };
    }

    private static int Say(string text)
    {
        Console.Out.WriteLine(text);
        return ExitCodes.Ok;
    }
}
