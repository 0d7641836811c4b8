using System.CommandLine;
using System.Globalization;
using Nws.Farm;

namespace Nws.Hosts.Cli;

/// <summary><c>nws farm run</c>: keeps a farm in this process until it is stopped; for a service manager, and for <c>nws farm start</c>.</summary>
internal static class FarmRunVerb
{
    private static readonly Option<string?> LogFile = new("--log-file") { Description = "The file that standard error goes to, for people to know.", HelpName = "file", Hidden = true };

    public static Command Create()
    {
        var command = new Command("run", "Keep a farm in this process, until Ctrl+C.") { LogFile };
        FarmArguments.AddTo(command);
        return command.RunsUntilInterrupted(RunAsync);
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var options = FarmArguments.Read(parsed) with { LogFile = parsed.GetValue(LogFile), NwsCommand = NwsProgram.Executable, Log = Log };
        try
        {
            await FarmKeeper.RunAsync(options, () => Console.Out.WriteLine(FarmText.Standing(options)), stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // That is how it is stopped here.
        }
        return ExitCodes.Ok;
    }

    private static void Log(string line) => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.Now:yyyy-MM-dd HH:mm:ss} {line}"));
}
