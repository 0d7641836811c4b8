using System.CommandLine;

namespace Nws.Hosts.Cli;

/// <summary><c>nws fetch</c>: prints values and removes them.</summary>
internal static class FetchVerb
{
    public static Command Create()
    {
        var command = new Command("fetch", "Print a value and remove it, waiting until there is one. A value that could not be printed stays.");
        TakeArguments.AddTo(command);
        return command.RunsUntilInterrupted(FetchAsync);
    }

    private static async Task<int> FetchAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var server = await ClientArguments.ConnectAsync(parsed, cancellation);
        var workspace = await TakeArguments.UseWorkspaceAsync(parsed, server, cancellation);
        string variable = parsed.GetRequiredValue(WorkspaceArguments.Variable);
        if (!TakeArguments.TakesMany(parsed)) return await FetchOneAsync(parsed, workspace, variable, cancellation);
        var stream = new TakeStream(parsed.GetValue(TakeArguments.As));
        await stream.FetchAsync(workspace, variable, parsed.GetValue(TakeArguments.All) ? TimeSpan.Zero : TakeArguments.ReadTimeout(parsed), cancellation);
        return stream.Printed > 0 ? ExitCodes.Ok : ExitCodes.Nothing;
    }

    private static async Task<int> FetchOneAsync(ParseResult parsed, NetWorkSpace workspace, string variable, CancellationToken cancellation)
    {
        // On a lease, so that a value that could not be printed goes back to its place.
        var lease = await workspace.FetchLeaseAsync(variable, TakeArguments.ReadTimeout(parsed), cancellation);
        ValueForms.Print(lease.Value, parsed.GetValue(TakeArguments.As));
        await lease.CompleteAsync();
        return ExitCodes.Ok;
    }
}
