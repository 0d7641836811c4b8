namespace Nws;

/// <summary>How to start a Sleigh (user guide A.2.1; the names are the guide's).</summary>
public sealed record SleighOptions
{
    /// <summary>Workers to start on this machine. Default: 3.</summary>
    public int WorkerCount { get; init; } = 3;

    /// <summary>The server to use; default: <see cref="NwsEndpoint.Default"/> with the token in <c>NWS_TOKEN</c>.</summary>
    public NwsConnectionOptions Connection { get; init; } = new();

    /// <summary>Name of the Sleigh's workspace, with one <c>%d</c> or <c>%04d</c>. Default: <c>sleigh_ride_%04d</c>.</summary>
    public string WsNameTemplate { get; init; } = "sleigh_ride_%04d";

    /// <summary>Name of the user's workspace, with one <c>%d</c> or <c>%04d</c>. Default: <c>sleigh_user_%04d</c>.</summary>
    public string UserWsNameTemplate { get; init; } = "sleigh_user_%04d";

    /// <summary>A directory in which workers look first for modules and assemblies. Default: none.</summary>
    public string? ModulePath { get; init; }

    /// <summary>The workers' working directory. Default: that of this process.</summary>
    public string WorkingDir { get; init; } = Environment.CurrentDirectory;

    /// <summary>The <c>nws</c> program that runs workers. Default: the one named by <c>NWS_CLI</c>, else this program if it is one, else the one on the PATH.</summary>
    public string? NwsCommand { get; init; }

    /// <summary>Called with each line a worker writes, and its rank; what tasks print is among it. Default: lines are kept only to explain a worker's death.</summary>
    public Action<int, string>? WorkerOutput { get; init; }

    /// <summary>Whether to pass workers' lines to standard error if <see cref="WorkerOutput"/> is not set. Default: false.</summary>
    public bool Verbose { get; init; }
}
