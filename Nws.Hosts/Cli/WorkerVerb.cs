using System.CommandLine;
using Nws.Hosts.Worker;

namespace Nws.Hosts.Cli;

/// <summary><c>nws worker</c>: joins a Sleigh, or a standing farm, and runs its tasks until it is stopped.</summary>
internal static class WorkerVerb
{
    private static readonly Option<string?> Sleigh = new("--sleigh")
    {
        Description = "The Sleigh's workspace.",
        HelpName = "workspace",
    };

    private static readonly Option<string?> User = new("--user")
    {
        Description = "The workspace the program shares with its tasks.",
        HelpName = "workspace",
    };

    private static readonly Option<string?> Farm = new("--farm")
    {
        Description = "A standing farm to join, as soon as there is one, and again whenever it comes back.",
        HelpName = "name",
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
        var command = new Command("worker", "Join a Sleigh or a farm and run its tasks until it is stopped; both start their own.")
        {
            Sleigh, User, Farm, TagOption.Option, ModulePath, Place, WorkingDir, LogDir, JavaScriptEngineOption.Option,
        };
        command.Validators.Add(given =>
        {
            bool sleigh = given.GetResult(Sleigh) is not null && given.GetResult(User) is not null, farm = given.GetResult(Farm) is not null;
            bool both = farm && (given.GetResult(Sleigh) ?? given.GetResult(User)) is not null;
            if (sleigh == farm || both) given.AddError("Tell what to join: a Sleigh by --sleigh and --user, or a standing farm by --farm.");
        });
        ClientArguments.AddTo(command);
        return command.RunsUntilInterrupted(WorkAsync);
    }

    private static async Task<int> WorkAsync(ParseResult parsed, CancellationToken stop)
    {
        JavaScriptEngineOption.Apply(parsed);
        if (parsed.GetValue(WorkingDir) is { } directory) Environment.CurrentDirectory = Directory.Exists(directory) ? directory : Path.GetTempPath();
        string? farm = parsed.GetValue(Farm);
        using var log = parsed.GetValue(LogDir) is { } logs ? WorkerLog.Open(logs, farm ?? parsed.GetRequiredValue(Sleigh)!) : null;
        var options = new WorkerOptions
        {
            Connection = ClientArguments.Read(parsed),
            Sleigh = parsed.GetValue(Sleigh) ?? "",
            User = parsed.GetValue(User) ?? "",
            Tags = TagOption.Read(parsed),
            ModulePath = parsed.GetValue(ModulePath),
            Place = parsed.GetValue(Place),
        };
        if (farm is null) await WorkerLoop.RunAsync(options, stop);
        else await FarmWorker.RunAsync(farm, options, stop);
        return ExitCodes.Ok;
    }
}
