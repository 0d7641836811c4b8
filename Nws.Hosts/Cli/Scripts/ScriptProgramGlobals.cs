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
        _workspace = new Lazy<NetWorkSpace>(() => server.OpenWs(environment.Workspace));
    }

    /// <summary>The workspace at hand: that of <c>--ws</c>, else <c>__default</c>. Opened on first use.</summary>
    public NetWorkSpace ws => _workspace.Value;

    /// <summary>The connection to the server.</summary>
    public NwsServer server => _environment.Server;

    /// <summary>Workers on this machine. Started on first use, stopped when the script ends.</summary>
    public Sleigh sleigh => _sleigh.Value;

    /// <summary>The arguments behind the script's file, as <c>Main</c> would get them.</summary>
    public string[] args { get; }

    /// <summary>Stops the workers, if there are any.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_sleigh.IsValueCreated) await _sleigh.Value.DisposeAsync();
    }
}
