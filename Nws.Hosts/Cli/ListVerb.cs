using System.CommandLine;
using Nws.Client;

namespace Nws.Hosts.Cli;

/// <summary><c>nws list</c>: lists the workspaces of a server, or the variables of one.</summary>
internal static class ListVerb
{
    private static readonly Argument<string?> Workspace = new("workspace")
    {
        Description = "The workspace whose variables to list. Default: list the workspaces.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print the list as JSON." };

    public static Command Create()
    {
        var command = new Command("list", "List the workspaces, or the variables of one.") { Workspace, Json };
        ClientArguments.AddTo(command);
        return command.RunsUntilInterrupted(ListAsync);
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var server = await ClientArguments.ConnectAsync(parsed, cancellation);
        var listing = parsed.GetValue(Workspace) is { } workspace
            ? OfVariables(await server.ListVarsAsync(WorkspaceArguments.Named(workspace), cancellation))
            : OfWorkspaces(await server.ListWssAsync(cancellationToken: cancellation));
        if (parsed.GetValue(Json)) listing.PrintJson();
        else listing.Print();
        return ExitCodes.Ok;
    }

    private static Listing OfWorkspaces(IReadOnlyList<WorkspaceListing> workspaces) => new(
        ["name", "owner", "persistent", "variables"],
        [.. workspaces.Select(Row)]);

    private static object[] Row(WorkspaceListing workspace) =>
        [workspace.Name, workspace.Owner, workspace.Persistent, workspace.VariableCount];

    private static Listing OfVariables(IReadOnlyList<VariableListing> variables) => new(
        ["name", "mode", "values", "fetchers", "finders"],
        [.. variables.Select(Row)]);

    private static object[] Row(VariableListing variable) =>
        [variable.Name, VariableModes.Name(variable.Mode), variable.ValueCount, variable.FetcherCount, variable.FinderCount];
}
