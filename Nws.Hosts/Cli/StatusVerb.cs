using System.CommandLine;
using Nws.Hosts.Cli.Configuration;

namespace Nws.Hosts.Cli;

/// <summary><c>nws status</c>: tells whether a server answers.</summary>
internal static class StatusVerb
{
    public static Command Create()
    {
        var command = new Command("status", "Tell whether a server answers; exit code 0 if so, else 3.");
        ServerArguments.AddTo(command, ServerArguments.Host, ServerArguments.Port, ServerArguments.Token, ServerArguments.TlsCert, ServerArguments.TlsKey, ServerArguments.TlsPassword, ServerArguments.TlsSelfSigned, ServerArguments.Data);
        return command.RunsUntilInterrupted(ShowAsync);
    }

    private static async Task<int> ShowAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var options = ServerConfiguration.Read(parsed).LoadOptions();
        using var certificate = options.Certificate;
        await using var server = await ServerProbe.ConnectAsync(options, cancellation);
        Console.Out.WriteLine(ServerProbe.Describe(server));
        return ExitCodes.Ok;
    }
}
