using System.CommandLine;

namespace Nws.Hosts.Cli;

/// <summary><c>nws delete</c>: deletes a variable or a workspace.</summary>
internal static class DeleteVerb
{
    private static readonly Argument<string?> Variable = new("variable")
    {
        Description = "Name of the variable. Default: the whole workspace.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Create()
    {
        var command = new Command("delete", "Delete a variable, or a whole workspace.") { WorkspaceArguments.Workspace, Variable };
        ClientArguments.AddTo(command);
        return command.RunsUntilInterrupted(DeleteAsync);
    }

    private static async Task<int> DeleteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string name = WorkspaceArguments.Read(parsed);
        await using var server = await ClientArguments.ConnectAsync(parsed, cancellation);
        if (parsed.GetValue(Variable) is not { } variable)
        {
            await server.DeleteWsAsync(name, cancellation);
            return ExitCodes.Ok;
        }
        var workspace = await server.UseWsAsync(name, create: false, cancellation);
        await workspace.DeleteVarAsync(variable, cancellation);
        return ExitCodes.Ok;
    }
}
