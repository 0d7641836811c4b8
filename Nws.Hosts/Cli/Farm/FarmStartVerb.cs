using System.CommandLine;
using System.Runtime.Versioning;
using Nws.Farm;

namespace Nws.Hosts.Cli;

/// <summary><c>nws farm start</c>: starts the keeper of a farm in the background.</summary>
internal static class FarmStartVerb
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    public static Command Create()
    {
        var command = new Command("start", "Start a farm that stays when this command ends.");
        FarmArguments.AddTo(command);
        return command.RunsUntilInterrupted(StartAsync);
    }

    private static async Task<int> StartAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var options = FarmArguments.Read(parsed);
        return OperatingSystem.IsWindows()
            ? Complaint.Say("There is no background on Windows; run nws farm run in a window of its own.", ExitCodes.Failure)
            : await StartAsync(options, cancellation);
    }

    [UnsupportedOSPlatform("windows")]
    private static async Task<int> StartAsync(FarmOptions options, CancellationToken cancellation)
    {
        string starting = Path.Combine(ServerState.Folder, $"starting-{Environment.ProcessId}.log"), log = FarmArguments.LogFile(options);
        string[] verb = ["farm", "run", .. FarmArguments.Words(options), "--log-file", log];
        (string, string)[] secrets = options.Connection.Token is { } token ? [(NwsEndpoint.TokenVariable, token)] : [];
        var started = await BackgroundProcess.StartAsync(verb, secrets, starting, StartLimit, cancellation);
        using var process = started.Process;
        if (started.Greeting is not { } greeting)
        {
            int code = await started.GiveUpAsync(starting);
            cancellation.ThrowIfCancellationRequested();
            return code;
        }
        File.Move(starting, log, overwrite: true);
        var elsewhere = await ServerReach.FromElsewhereAsync(options.Connection.Endpoint);
        Console.Out.WriteLine($"{greeting}, process {process.Id}, log {log}{Environment.NewLine}{FarmText.Advice(options, elsewhere)}");
        return ExitCodes.Ok;
    }
}
