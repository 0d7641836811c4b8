using System.CommandLine;
using Nws.Hosts.Cli.Configuration;
using Nws.Hosts.Cli.Logging;
using Nws.Hosts.Cli.Service;
using Nws.Hosts.Cli.Telemetry;
using Nws.Hosts.Languages;
using Nws.Server;

namespace Nws.Hosts.Cli;

/// <summary><c>nws serve</c>: runs a server in this process until it is told to stop.</summary>
internal static class ServeVerb
{
    /// <summary>Of <c>nws start</c>: standard error goes to this file, which gets its name when the port is known.</summary>
    public static readonly Option<string?> Background = new("--background") { Description = "The file that standard error goes to.", HelpName = "file", Hidden = true };

    public static Command Create()
    {
        var command = new Command("serve", "Run a server here, until Ctrl+C.") { Background };
        ServerArguments.AddTo(command);
        return command.RunsUntilInterrupted(ServeAsync);
    }

    private static async Task<int> ServeAsync(ParseResult parsed, CancellationToken stop)
    {
        // Before any socket exists: sockets read it once. It lets a socket's completion run on the thread that polls, which saves a
        // hand-over per message. That thread must never be held up; it is not, because no user code runs in the server's process.
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        var configuration = ServerConfiguration.Read(parsed);
        using var log = ServerLog.Of(configuration);
        var target = TelemetryTarget.Of(configuration);
        var options = configuration.LoadOptions() with { Log = log, Telemetry = target is not null };
        using var certificate = options.Certificate;
        try
        {
            await using var expressions = new WebExpressions(LanguageRegistry.Current, trusted: options.AsksForToken || configuration.Get(ServerArguments.WebCode));
            await using var server = await NwsServerHost.StartAsync(options with { Expressions = expressions.Expressions }, stop);
            using var telemetry = target is null ? null : new TelemetryExport(target);
            string? starting = parsed.GetValue(Background);
            if (starting is not null) log.NameAfter(server.Port, starting);
            using var reload = new TokenReload(parsed, configuration, server, log.CreateLogger("Nws.Hosts"), starting is null ? _ => { } : report => report.TrySave(server.Port));
            Console.Out.WriteLine(ServerAddress.Describe(server));
            ServiceNotice.Ready();
            await Task.Delay(Timeout.InfiniteTimeSpan, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ServiceNotice.Stopping();
            return ExitCodes.Ok;
        }
        catch (IOException fault) when (fault is not NwsStorageException)
        {
            return Complaint.Say($"{fault.Message}{PortHolder.Describe(options.Port, options.WebPort)}", ExitCodes.PortTaken);
        }
    }
}
