using System.Diagnostics.CodeAnalysis;

namespace Nws.Hosts.Cli.Scripts;

/// <summary>What a C# script sees, under the names it has in all languages.</summary>
public sealed class ScriptProgramGlobals : IAsyncDisposable
{
    private readonly ScriptEnvironment _environment;
    private readonly Lazy<NetWorkSpace> _workspace;
    private readonly Lazy<Sleigh> _sleigh = new(() => Sleigh.Start());

    internal ScriptProgramGlobals(ScriptEnvironment environment, string[] arguments)
    {
        (_environment, args) = (environment, arguments);
        _workspace = new Lazy<NetWorkSpace>(() => server.UseWs(environment.Workspace));
    }

    /// <summary>The workspace at hand: that of <c>--ws</c>, else <c>__default</c>. Made on first use; it outlives the script.</summary>
    public NetWorkSpace ws => _workspace.Value;

    /// <summary>The connection to the server.</summary>
    public NwsServer server => _environment.Server;

    /// <summary>The same, by its name at the prompt.</summary>
    public NwsServer nws => server;

    /// <summary>Workers on this machine. Started on first use, stopped when the script ends.</summary>
    public Sleigh sleigh => _sleigh.Value;

    /// <summary>The arguments behind the script's file.</summary>
    [SuppressMessage("Performance", "CA1819", Justification = "A C# program's args are an array.")]
    public string[] args { get; }

    /// <summary>Stops the workers, if there are any.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_sleigh.IsValueCreated) await _sleigh.Value.DisposeAsync();
    }
}
