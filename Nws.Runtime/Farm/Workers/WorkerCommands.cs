using System.Diagnostics;

namespace Nws.Farm;

/// <summary>The commands that start the workers of a Sleigh, one for each place.</summary>
/// <param name="options">How the Sleigh is to be started.</param>
/// <param name="sleighWorkspace">Its workspace.</param>
/// <param name="userWorkspace">The user's.</param>
internal sealed class WorkerCommands(SleighOptions options, string sleighWorkspace, string userWorkspace)
{
    /// <summary>How many workers are started; none if people start them.</summary>
    public int Count => IsWeb ? 0 : IsLocal ? options.WorkerCount : options.NodeList.Count;

    /// <summary>The command for people to start a worker, anywhere.</summary>
    public string ForPeople => ShellCommand.Quote([options.ScriptName, .. Arguments(new SleighNode("anywhere"), place: null)]);

    private bool IsLocal => options.Launch == SleighLauncher.Local;

    private bool IsWeb => options.Launch == SleighLauncher.Web;

    /// <summary>Where a worker is started, for people.</summary>
    public string Describe(int place) => IsLocal ? "this machine" : $"node '{options.NodeList[place].Host}' (by {options.Launch.Name})";

    /// <summary>Starts the worker of a place; it joins by itself.</summary>
    /// <exception cref="SleighScriptException">The program cannot be found or started.</exception>
    public WorkerProcess Start(int place)
    {
        var node = IsLocal ? new SleighNode("localhost") : options.NodeList[place] with { User = options.NodeList[place].User ?? options.User };
        IReadOnlyList<string> worker = [Program(node), .. Arguments(node, place)];
        if (options.ScriptExec is { } exec) worker = [.. exec(node, worker)];
        var words = options.Launch.CommandLine(node, worker);
        var start = new ProcessStartInfo(words[0], words.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Directory.Exists(options.WorkingDir) ? options.WorkingDir : Environment.CurrentDirectory,
        };
        return WorkerProcess.Start(start, place, Output());
    }

    private string Program(SleighNode node)
    {
        if (IsLocal) return NwsCommand.Find(options.NwsCommand);
        string? folder = node.ScriptDir ?? options.ScriptDir;
        string name = node.ScriptName ?? options.ScriptName;
        return folder is null ? name : $"{folder.TrimEnd('/')}/{name}";
    }

    private IEnumerable<string> Arguments(SleighNode node, int? place)
    {
        string[] always = ["worker", "--server", Server().ToString(), "--sleigh", sleighWorkspace, "--user", userWorkspace];
        (string Name, string? Value)[] maybe =
        [
            ("--place", place?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("--module-path", node.ModulePath ?? options.ModulePath),
            ("--working-dir", place is null ? null : node.WorkingDir ?? options.WorkingDir),
            ("--log-dir", node.LogDir ?? options.LogDir),
            // The worker reads it from its input: on a command line other users of the machine could see it.
            ("--token", options.Connection.Token is null || place is null ? null : "-"),
        ];
        var tags = WorkerTags.Sorted([.. options.Tags, .. node.Tags]).SelectMany(tag => new[] { "--tag", tag });
        return [.. always, .. tags, .. maybe.Where(option => option.Value is not null).SelectMany(option => new[] { option.Name, option.Value! })];
    }

    private NwsEndpoint Server()
    {
        var here = options.Connection.Endpoint;
        string host = options.NwsHostRemote ?? (IsLocal || !here.IsLoopback ? here.Host : Environment.MachineName);
        return here with { Host = host, Port = options.NwsPortRemote ?? here.Port };
    }

    private Action<WorkerProcess, string>? Output()
    {
        if (options.WorkerOutput is { } given) return (worker, line) => given(worker.Rank ?? -1, line);
        return options.Verbose ? static (worker, line) => Console.Error.WriteLine($"[worker {worker.Rank}] {line}") : null;
    }
}
