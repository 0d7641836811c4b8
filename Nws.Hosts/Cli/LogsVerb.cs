using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Nws.Hosts.Cli.Configuration;
using Nws.Hosts.Cli.Logging;

namespace Nws.Hosts.Cli;

/// <summary><c>nws logs</c>: shows the log of the server in the background.</summary>
internal static class LogsVerb
{
    private static readonly Option<int> Lines = new("--lines", "-n")
    {
        Description = "How many of the last lines.",
        HelpName = "n",
        DefaultValueFactory = _ => 50,
        CustomParser = ParseLines,
    };

    private static readonly Option<bool> Follow = new("--follow", "-f") { Description = "Go on with what comes, until Ctrl+C." };

    public static Command Create()
    {
        var command = new Command("logs", "Show the log of the server that nws start started.") { Lines, Follow };
        ServerArguments.AddTo(command, ServerArguments.Port);
        return command.RunsUntilInterrupted(ShowAsync);
    }

    private static async Task<int> ShowAsync(ParseResult parsed, CancellationToken cancellation)
    {
        int port = ServerConfiguration.Read(parsed).Get(ServerArguments.Port);
        string file = ServerState.Find(port)?.Launch?.LogFile ?? ServerState.LogFile(port);
        if (!File.Exists(file)) return Complaint.Say($"There is no log of a server that nws start started on port {port}: {file} does not exist. The log of a service is shown by journalctl.", ExitCodes.Nothing);
        using var reader = new LogReader(file, bytes => StandardOutput.Write(bytes.Span));
        await reader.WriteLastAsync(parsed.GetValue(Lines), cancellation);
        if (parsed.GetValue(Follow)) await reader.FollowAsync(cancellation);
        return ExitCodes.Ok;
    }

    private static int ParseLines(ArgumentResult given)
    {
        string word = given.Tokens[0].Value;
        if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int lines)) return lines;
        given.AddError($"'{word}' is no number of lines; that is an integer from 0 on.");
        return 0;
    }
}
