using System.CommandLine;
using Nws.Hosts.Worker;

namespace Nws.Hosts.Cli;

/// <summary><c>nws worker</c>: joins a Sleigh and runs its tasks until it is stopped.</summary>
internal static class WorkerVerb
{
    private static readonly Option<string> Sleigh = new("--sleigh")
    {
        Description = "The Sleigh's workspace.",
        HelpName = "workspace",
        Required = true,
    };

    private static readonly Option<string> User = new("--user")
    {
        Description = "The workspace the program shares with its tasks.",
        HelpName = "workspace",
        Required = true,
    };

    private static readonly Option<string?> ModulePath = new("--module-path")
    {
        Description = "A directory in which modules and assemblies are looked for first.",
        HelpName = "directory",
    };

    public static Command Create()
    {
        var command = new Command("worker", "Join a Sleigh and run its tasks until it is stopped; a Sleigh starts its own.")
        {
            Sleigh, User, ModulePath,
        };
        ClientArguments.AddTo(command);
        return command.RunsUntilInterrupted(WorkAsync);
    }

    private static async Task<int> WorkAsync(ParseResult parsed, CancellationToken stop)
    {
        var options = new WorkerOptions
        {
            Connection = ClientArguments.Read(parsed),
            Sleigh = parsed.GetRequiredValue(Sleigh),
            User = parsed.GetRequiredValue(User),
            ModulePath = parsed.GetValue(ModulePath),
        };
        await WorkerLoop.RunAsync(options, stop);
        return ExitCodes.Ok;
    }
}
