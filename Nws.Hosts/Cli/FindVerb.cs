using System.CommandLine;

namespace Nws.Hosts.Cli;

/// <summary><c>nws find</c>: prints a value and leaves it where it is.</summary>
internal static class FindVerb
{
    public static Command Create()
    {
        var command = new Command("find", "Print a value, waiting until there is one, and leave it there.");
        TakeArguments.AddTo(command);
        return command.RunsUntilInterrupted(FindAsync);
    }

    private static async Task<int> FindAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var server = await ClientArguments.ConnectAsync(parsed, cancellation);
        var workspace = await TakeArguments.UseWorkspaceAsync(parsed, server, cancellation);
        string variable = parsed.GetRequiredValue(WorkspaceArguments.Variable);
        if (TakeArguments.TakesMany(parsed))
        {
            var stream = new TakeStream(parsed.GetValue(TakeArguments.As));
            await stream.FindAsync(workspace, variable, waits: parsed.GetValue(TakeArguments.Follow), cancellation);
            return stream.Printed > 0 ? ExitCodes.Ok : ExitCodes.Nothing;
        }
        var value = await workspace.FindAsync(variable, TakeArguments.ReadTimeout(parsed), cancellation);
        ValueForms.Print(value, parsed.GetValue(TakeArguments.As));
        return ExitCodes.Ok;
    }
}
