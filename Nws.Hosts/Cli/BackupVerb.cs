using System.CommandLine;
using Nws.Server;

namespace Nws.Hosts.Cli;

/// <summary><c>nws backup</c>: copies a data file, also while a server runs on it, here or from a server elsewhere.</summary>
internal static class BackupVerb
{
    private static readonly Argument<string[]> Files = new("file")
    {
        Description = "The data file of a server, which may be running, and the copy to make; the copy alone: of the server that --server names.",
        Arity = new ArgumentArity(1, 2),
    };

    public static Command Create()
    {
        var command = new Command("backup", "Copy a server's data file; the server may be running, here or elsewhere.") { Files };
        ClientArguments.AddTo(command);
        command.Validators.Add(parsed =>
        {
            bool isRemote = parsed.GetResult(ClientArguments.Server) is { Implicit: false };
            if (parsed.GetValue(Files) is [_, _] && isRemote) parsed.AddError("--server goes with the copy alone: nws backup --server host:port COPY.");
            if (parsed.GetValue(Files) is [_] && !isRemote) parsed.AddError("nws backup needs the argument 'copy', or --server host:port for the copy of a server's file.");
        });
        return command.RunsUntilInterrupted(BackUpAsync);
    }

    private static async Task<int> BackUpAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string[] files = parsed.GetRequiredValue(Files);
        if (files is [var file, var copy]) NwsDataFile.BackUp(file, copy);
        else await FetchAsync(parsed, files[0], cancellation);
        return ExitCodes.Ok;
    }

    private static async Task FetchAsync(ParseResult parsed, string copy, CancellationToken cancellation)
    {
        await using var server = await ClientArguments.ConnectAsync(parsed, cancellation);
        await NwsDataFile.ReceiveAsync(copy, stream => server.BackUpAsync(stream, cancellation));
    }
}
