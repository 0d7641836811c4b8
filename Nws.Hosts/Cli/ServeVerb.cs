using System.CommandLine;
using Nws.Hosts.Cli.Configuration;
using Nws.Hosts.Languages;
using Nws.Server;

namespace Nws.Hosts.Cli;

/// <summary><c>nws serve</c>: runs a server in this process until it is told to stop.</summary>
internal static class ServeVerb
{
    public static Command Create()
    {
        var command = new Command("serve", "Run a server here, until Ctrl+C.");
        ServerArguments.AddTo(command);
        return command.RunsUntilInterrupted(ServeAsync);
    }

    private static async Task<int> ServeAsync(ParseResult parsed, CancellationToken stop)
    {
        // Before any socket exists: sockets read it once. It lets a socket's completion run on the thread that polls, which saves a
        // hand-over per message. That thread must never be held up; it is not, because no user code runs in the server's process.
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        try
        {
            var configuration = ServerConfiguration.Read(parsed);
            var options = configuration.Options;
            await using var expressions = new WebExpressions(LanguageRegistry.Current, trusted: options.Token is not null || configuration.Get(ServerArguments.WebCode));
            await using var server = await NwsServerHost.StartAsync(options with { Expressions = expressions.Expressions }, stop);
            Console.Out.WriteLine(ServerAddress.Describe(server));
            await Task.Delay(Timeout.InfiniteTimeSpan, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitCodes.Ok;
        }
        catch (IOException fault) when (fault is not NwsStorageException)
        {
            return Complaint.Say(fault.Message, ExitCodes.PortTaken);
        }
    }
}
