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

    private static readonly Option<int?> Place = new("--place")
    {
        Description = "The number by which whoever started the worker knows it.",
        HelpName = "number",
    };

    private static readonly Option<string?> WorkingDir = new("--working-dir")
    {
        Description = "The working directory; if it does not exist, the directory for temporary files.",
        HelpName = "directory",
    };

    private static readonly Option<string?> LogDir = new("--log-dir")
    {
        Description = "A directory for a log file of what the worker and its tasks write.",
        HelpName = "directory",
    };

    public static Command Create()
    {
        var command = new Command("worker", "Join a Sleigh and run its tasks until it is stopped; a Sleigh starts its own.")
        {
            Sleigh, User, ModulePath, Place, WorkingDir, LogDir, JavaScriptEngineOption.Option,
        };
        ClientArguments.AddTo(command);
        return command.RunsUntilInterrupted(WorkAsync);
    }

    private static async Task<int> WorkAsync(ParseResult parsed, CancellationToken stop)
    {
        JavaScriptEngineOption.Apply(parsed);
        if (parsed.GetValue(WorkingDir) is { } directory) Environment.CurrentDirectory = Directory.Exists(directory) ? directory : Path.GetTempPath();
        using var log = parsed.GetValue(LogDir) is { } logs ? WorkerLog.Open(logs, parsed.GetRequiredValue(Sleigh)) : null;
        var options = new WorkerOptions
        {
            Connection = ClientArguments.Read(parsed),
            Sleigh = parsed.GetRequiredValue(Sleigh),
            User = parsed.GetRequiredValue(User),
            ModulePath = parsed.GetValue(ModulePath),
            Place = parsed.GetValue(Place),
        };
        await WorkerLoop.RunAsync(options, stop);
        return ExitCodes.Ok;
    }
}
