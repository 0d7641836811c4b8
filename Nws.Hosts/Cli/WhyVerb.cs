using System.CommandLine;
using Nws.Farm;
using Nws.Hosts.Repl.Rendering;

namespace Nws.Hosts.Cli;

/// <summary><c>nws why</c>: tells who waits for what, and what may be the reason that nothing comes.</summary>
internal static class WhyVerb
{
    private static readonly Argument<string?> Workspace = new("workspace")
    {
        Description = "The workspace to look at. Default: all.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print the list as JSON." };

    public static Command Create()
    {
        var command = new Command("why", "Tell who waits for a value, for how long, and what may be the reason that none comes.") { Workspace, Json };
        ClientArguments.AddTo(command);
        return command.RunsUntilInterrupted(ExplainAsync);
    }

    private static async Task<int> ExplainAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var server = await ClientArguments.ConnectAsync(parsed, cancellation);
        string? workspace = parsed.GetValue(Workspace) is { } named ? WorkspaceArguments.Named(named) : null;
        var waits = await server.ListWaitsAsync(workspace, server.MaxFetchCount, cancellation);
        if (parsed.GetValue(Json)) Console.Out.WriteLine(NwsValue.From(waits.Select(Entry).ToList()).Render(NwsNotation.Json, RenderLimits.None));
        else foreach (string text in WaitText.OfAll(waits, workspace is null ? name => ShellCommand.Quote(["nws", "why", name]) : null)) Console.Out.WriteLine(text);
        if (waits.Count == 0) await Console.Error.WriteLineAsync("nws: nobody waits.");
        return ExitCodes.Ok;
    }

    /// <summary>As it is on the wire.</summary>
    private static Dictionary<string, object?> Entry(NwsWait wait) => new()
    {
        ["workspace"] = wait.Workspace,
        ["variables"] = wait.Variables,
        ["kind"] = wait.IsFetch ? "fetch" : "find",
        ["seconds"] = wait.Duration.TotalSeconds,
        ["session"] = wait.Session,
        ["client"] = wait.Client,
        ["language"] = wait.Language,
        ["stored"] = wait.Stored.Select(store => new object[] { store.Variable, store.Session, store.Client, store.Ago.TotalSeconds }).ToList(),
        ["cycle"] = wait.Cycle,
        ["hints"] = wait.Hints,
    };
}
