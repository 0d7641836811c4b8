using System.CommandLine;

namespace Nws.Hosts.Cli;

/// <summary><c>nws mktemp</c>: makes a workspace under a name of its own.</summary>
internal static class MktempVerb
{
    private static readonly Argument<string> Template = new("template")
    {
        Description = "The name, with one %d or %04d that becomes a number.",
        DefaultValueFactory = _ => "__shws__%d",
    };

    public static Command Create()
    {
        var command = new Command("mktemp", "Make a workspace under a name that no other has or had, and print the name. It stays until nws delete.") { Template };
        ClientArguments.AddTo(command);
        return command.RunsUntilInterrupted(MakeAsync);
    }

    private static async Task<int> MakeAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var server = await ClientArguments.ConnectAsync(parsed, cancellation);
        string name = await server.MktempWsAsync(parsed.GetValue(Template)!, cancellation);
        // Else it would end with this connection.
        await server.OpenWsAsync(name, persistent: true, cancellationToken: cancellation);
        StandardOutput.WriteLine(name);
        return ExitCodes.Ok;
    }
}
