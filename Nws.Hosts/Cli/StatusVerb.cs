using System.CommandLine;
using Nws.Hosts.Cli.Configuration;

namespace Nws.Hosts.Cli;

/// <summary><c>nws status</c>: tells whether a server answers.</summary>
internal static class StatusVerb
{
    public static Command Create()
    {
        var command = new Command("status", "Tell whether a server answers; exit code 0 if so, else 3.");
        ServerArguments.AddTo(command, ServerArguments.Host, ServerArguments.Port, ServerArguments.Token);
        return command.RunsUntilInterrupted(ShowAsync);
    }

    private static async Task<int> ShowAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var server = await ServerProbe.ConnectAsync(ServerConfiguration.Read(parsed).Options, cancellation);
        Console.Out.WriteLine(ServerProbe.Describe(server));
        return ExitCodes.Ok;
    }
}
