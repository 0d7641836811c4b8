using Nws.Farm;

namespace Nws;

/// <summary>How to start a Sleigh (user guide A.2.1; the names are the guide's).</summary>
public sealed record SleighOptions
{
    /// <summary>How workers are started. Default: <see cref="SleighLauncher.Local"/>.</summary>
    public SleighLauncher Launch { get; init; } = SleighLauncher.Local;

    /// <summary>Workers to start on this machine, if they are started here. Default: 3.</summary>
    public int WorkerCount { get; init; } = 3;

    /// <summary>Where to start workers, one for each node, if <see cref="Launch"/> starts them elsewhere. Default: three times <c>localhost</c>.</summary>
    public IReadOnlyList<SleighNode> NodeList { get; init; } = ["localhost", "localhost", "localhost"];

    /// <summary>The server to use (the guide's <c>nwsHost</c> and <c>nwsPort</c>); default: <see cref="NwsEndpoint.Default"/> with the token in <c>NWS_TOKEN</c>.</summary>
    public NwsConnectionOptions Connection { get; init; } = new();

    /// <summary>The host name by which workers reach the server. Default: as in <see cref="Connection"/>; for workers elsewhere, this machine's name instead of <c>localhost</c>.</summary>
    public string? NwsHostRemote { get; init; }

    /// <summary>The port by which workers reach the server. Default: as in <see cref="Connection"/>.</summary>
    public int? NwsPortRemote { get; init; }

    /// <summary>Name of the Sleigh's workspace, with one <c>%d</c> or <c>%04d</c>. Default: <c>sleigh_ride_%04d</c>.</summary>
    public string WsNameTemplate { get; init; } = "sleigh_ride_%04d";

    /// <summary>Name of the user's workspace, with one <c>%d</c> or <c>%04d</c>. Default: <c>sleigh_user_%04d</c>.</summary>
    public string UserWsNameTemplate { get; init; } = "sleigh_user_%04d";

    /// <summary>A directory in which workers look first for modules and assemblies. Default: none.</summary>
    public string? ModulePath { get; init; }

    /// <summary>The workers' working directory; where it does not exist, they use the directory for temporary files. Default: that of this process.</summary>
    public string WorkingDir { get; init; } = Environment.CurrentDirectory;

    /// <summary>A directory in which each worker keeps a log file, on its own machine. Default: none, and no log file.</summary>
    public string? LogDir { get; init; }

    /// <summary>The user to log in as on nodes. Default: whom the launcher takes.</summary>
    public string? User { get; init; }

    /// <summary>
    /// The <c>nws</c> program that runs workers on this machine. Default: the one named by <c>NWS_CLI</c>, else this program if it is one, else the one on the PATH.
    /// </summary>
    public string? NwsCommand { get; init; }

    /// <summary>The folder of the <c>nws</c> program on nodes. Default: none, it is looked for on their PATH.</summary>
    public string? ScriptDir { get; init; }

    /// <summary>The name of the <c>nws</c> program on nodes. Default: <c>nws</c>.</summary>
    public string ScriptName { get; init; } = "nws";

    /// <summary>
    /// Makes of a node and the words of the worker's command the words that are run there in its place, inside of those of <see cref="Launch"/>: to set its environment, <c>(_, command) =&gt; ["env", "OMP_NUM_THREADS=1", .. command]</c>.
    /// Default: the command as it is.
    /// </summary>
    public Func<SleighNode, IReadOnlyList<string>, IEnumerable<string>>? ScriptExec { get; init; }

    /// <summary>Tags of all workers, such as <c>gpu</c>: calls may demand them (<see cref="EachOptions.Tags"/>). At most 6 with those of the node. Default: none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>
    /// Whether starting waits until all workers are ready, and fails if one is not going to be. If not, tasks run as soon as there is a worker, and <see cref="Sleigh.StatusAsync"/> tells how many there are. Default: true.
    /// </summary>
    public bool WaitForWorkers { get; init; } = true;

    /// <summary>Called with each line a worker writes, and its rank; what tasks print is among it. Default: lines are kept only to explain a worker's death.</summary>
    public Action<int, string>? WorkerOutput { get; init; }

    /// <summary>Whether to pass workers' lines to standard error if <see cref="WorkerOutput"/> is not set. Default: false.</summary>
    public bool Verbose { get; init; }

    /// <exception cref="SleighIllegalValueException">A value makes no sense.</exception>
    internal SleighOptions Checked()
    {
        if (WorkerCount < 1) throw new SleighIllegalValueException($"A Sleigh needs at least one worker, not {WorkerCount}.");
        if (NodeList.Count == 0) throw new SleighIllegalValueException("NodeList is empty; a Sleigh needs at least one worker.");
        WorkerTags.Check(Tags);
        foreach (var node in NodeList) WorkerTags.Check(node.Tags);
        return this;
    }
}
