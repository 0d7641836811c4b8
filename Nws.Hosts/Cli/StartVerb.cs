using System.CommandLine;
using Nws.Hosts.Cli.Configuration;

namespace Nws.Hosts.Cli;

/// <summary><c>nws start</c>: starts a server in the background.</summary>
internal static class StartVerb
{
    public static Command Create()
    {
        var command = new Command("start", "Start a server in the background.");
        ServerArguments.AddTo(command);
        return command.RunsUntilInterrupted(StartAsync);
    }

    private static async Task<int> StartAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var configuration = ServerConfiguration.Read(parsed);
        var options = configuration.LoadOptions();
        using var certificate = options.Certificate;
        options.Validate();
        if (OperatingSystem.IsWindows())
            return Complaint.Say("There is no background on Windows; run nws serve in a window of its own.", ExitCodes.Failure);
        await using var running = options.Port == 0 ? null : await ServerProbe.TryConnectAsync(options, cancellation);
        if (running is not null)
        {
            Console.Out.WriteLine($"nws: already running: {ServerProbe.Describe(running)}");
            return ExitCodes.Ok;
        }
        return await BackgroundServer.StartAsync(ServerLaunch.Of(configuration), configuration.Secrets(), cancellation);
    }
}
