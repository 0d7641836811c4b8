using Nws.Client;

namespace Nws.Hosts.Languages.KernelEnd;

/// <summary>The workspaces of the Sleigh a kernel works for, connected when a task first asks for one.</summary>
internal sealed class SleighWorkspaces
{
    private readonly KernelSettings _settings;
    private readonly Lazy<NwsServer> _server;
    private readonly Lazy<NetWorkSpace> _sleigh;
    private readonly Lazy<NetWorkSpace> _user;

    internal SleighWorkspaces(KernelSettings settings)
    {
        _settings = settings;
        // A failed attempt is not remembered: the next task may fare better.
        _server = new Lazy<NwsServer>(Connect, LazyThreadSafetyMode.PublicationOnly);
        _sleigh = new Lazy<NetWorkSpace>(() => Use(settings.Sleigh), LazyThreadSafetyMode.PublicationOnly);
        _user = new Lazy<NetWorkSpace>(() => Use(settings.User), LazyThreadSafetyMode.PublicationOnly);
    }

    internal NetWorkSpace Sleigh => _sleigh.Value;

    internal NetWorkSpace User => _user.Value;

    /// <summary>Cancels every request that is under way; false if there is none.</summary>
    internal bool CancelRequests() => _server.IsValueCreated && _server.Value.Connection.CancelAll();

    private NetWorkSpace Use(string? name) => name is null
        ? throw new InvalidOperationException("There is no workspace here: this code does not run in a Sleigh.")
        : _server.Value.UseWs(name, create: false);

    private NwsServer Connect()
    {
        if (_settings.Server is null)
            throw new InvalidOperationException("There is no workspace here: the host of this kernel has named no server.");
        var options = new NwsConnectionOptions { Endpoint = NwsEndpoint.Parse(_settings.Server), Token = _settings.Token, Grace = TimeSpan.Zero };
        // Blocks, because code reaches the workspaces by plain properties; nothing else waits for the thread of a task.
        return NwsServer.ConnectAsync(options).Block();
    }
}
