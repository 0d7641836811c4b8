using System.CommandLine;

namespace Nws.Hosts.Cli;

/// <summary><c>nws fetch</c>: prints a value and removes it.</summary>
internal static class FetchVerb
{
    public static Command Create()
    {
        var command = new Command("fetch", "Print a value and remove it, waiting until there is one.");
        TakeArguments.AddTo(command);
        return command.RunsUntilInterrupted(FetchAsync);
    }

    private static async Task<int> FetchAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var server = await ClientArguments.ConnectAsync(parsed, cancellation);
        var workspace = await TakeArguments.UseWorkspaceAsync(parsed, server, cancellation);
        // On a lease, so that a value that could not be printed goes back to its place.
        string variable = parsed.GetRequiredValue(WorkspaceArguments.Variable);
        var lease = await workspace.FetchLeaseAsync(variable, TakeArguments.ReadTimeout(parsed), cancellation);
        ValueForms.Print(lease.Value, parsed.GetValue(TakeArguments.As));
        await lease.CompleteAsync();
        return ExitCodes.Ok;
    }
}
