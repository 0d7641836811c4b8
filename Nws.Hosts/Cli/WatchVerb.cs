using System.CommandLine;

namespace Nws.Hosts.Cli;

/// <summary><c>nws watch</c>: prints what happens in a workspace, as it happens.</summary>
internal static class WatchVerb
{
    private static readonly Argument<string> Pattern = new("pattern")
    {
        Description = "Names of variables: * stands for any characters, ? for one.",
        DefaultValueFactory = _ => "*",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print each change as JSON in a line." };

    public static Command Create()
    {
        var command = new Command("watch", "Print what happens to variables, a line each, until Ctrl+C. Nothing is taken away.") { WorkspaceArguments.Workspace, Pattern, Json };
        ClientArguments.AddTo(command);
        return command.RunsUntilInterrupted(WatchAsync);
    }

    private static async Task<int> WatchAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var server = await ClientArguments.ConnectAsync(parsed, cancellation);
        var workspace = await server.UseWsAsync(WorkspaceArguments.Read(parsed), cancellationToken: cancellation);
        await using var watch = await workspace.WatchAsync(parsed.GetValue(Pattern)!, cancellation);
        await foreach (var change in watch.WithCancellation(cancellation)) StandardOutput.WriteLine(parsed.GetValue(Json) ? AsJson(change) : AsText(change));
        return ExitCodes.Ok;
    }

    private static string AsText(NwsChange change) => change.Version.Index < 0 ? $"{change.Kind} {change.Variable}" : $"{change.Kind} {change.Variable} {change.Version.Index}";

    private static string AsJson(NwsChange change) => NwsValue
        .From(new Dictionary<string, object?> { ["kind"] = change.Kind, ["variable"] = change.Variable, ["index"] = change.Version.Index })
        .Render(NwsNotation.Json, RenderLimits.None);
}
