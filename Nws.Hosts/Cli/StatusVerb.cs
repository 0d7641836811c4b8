using System.CommandLine;

namespace Nws.Hosts.Cli;

/// <summary><c>nws status</c>: tells whether a server answers.</summary>
internal static class StatusVerb
{
    public static Command Create()
    {
        var command = new Command("status", "Tell whether a server answers; exit code 0 if so, else 3.")
        {
            ServerArguments.Host, ServerArguments.Port, ServerArguments.Token,
        };
        return command.RunsUntilInterrupted(ShowAsync);
    }

    private static async Task<int> ShowAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var server = await ServerProbe.ConnectAsync(ServerArguments.Read(parsed), cancellation);
        Console.Out.WriteLine(ServerProbe.Describe(server));
        return ExitCodes.Ok;
    }
}
