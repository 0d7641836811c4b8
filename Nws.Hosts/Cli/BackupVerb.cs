using System.CommandLine;
using Nws.Server;

namespace Nws.Hosts.Cli;

/// <summary><c>nws backup</c>: copies a data file, also while a server runs on it.</summary>
internal static class BackupVerb
{
    private static readonly Argument<string> File = new("file") { Description = "The data file of a server, which may be running." };
    private static readonly Argument<string> Copy = new("copy") { Description = "The file to make. A server can be started with it." };

    public static Command Create()
    {
        var command = new Command("backup", "Copy a server's data file; the server may be running.") { File, Copy };
        command.SetAction(parsed =>
        {
            NwsDataFile.BackUp(parsed.GetRequiredValue(File), parsed.GetRequiredValue(Copy));
            return ExitCodes.Ok;
        });
        return command;
    }
}
