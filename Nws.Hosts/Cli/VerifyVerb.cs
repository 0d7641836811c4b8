using System.CommandLine;
using Nws.Client;
using Nws.Server;

namespace Nws.Hosts.Cli;

/// <summary><c>nws verify</c>: holds a data file against its checksums and counts, also while a server runs on it, here or elsewhere.</summary>
internal static class VerifyVerb
{
    private static readonly Argument<string?> File = new("file")
    {
        Description = "The data file of a server, which may be running. Default: that of the server that --server names.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Create()
    {
        var command = new Command("verify", "Check a server's data file, and show what became of its values.") { File };
        ClientArguments.AddTo(command);
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(File) is not null && parsed.GetResult(ClientArguments.Server) is { Implicit: false }) parsed.AddError("Name a file or --server, not both.");
        });
        return command.RunsUntilInterrupted(VerifyAsync);
    }

    private static async Task<int> VerifyAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(File) is { } file) return Show(NwsDataFile.Verify(file));
        await using var server = await ClientArguments.ConnectAsync(parsed, cancellation);
        return Show(await server.VerifyDataAsync(cancellationToken: cancellation));
    }

    private static int Show(NwsDataReport report)
    {
        new Listing(["workspace", "variable", "mode", "stored", "fetched", "overwritten", "present"], [.. report.Variables.Select(Row)]).Print();
        foreach (string fault in report.Faults) Console.Error.WriteLine($"nws: {fault}");
        Console.Out.WriteLine(report.Faults.Count == 0 ? "The file is sound." : "The file is damaged.");
        return report.Faults.Count == 0 ? ExitCodes.Ok : ExitCodes.BadData;
    }

    private static object[] Row(NwsDataVariable variable) =>
        [variable.Workspace, variable.Name, VariableModes.Name(variable.Mode), variable.Stored, variable.Fetched, variable.Overwritten, variable.Present];
}
