using System.Net.Sockets;
using Nws.Client;
using Nws.Values;
using Nws.Wire;

namespace Nws;

/// <summary>
/// A connection to a server (user guide A.1.9). Any number of workspaces and of simultaneous operations share it: a blocked fetch holds up nothing. Its members may be
/// called from any thread. Closing it deletes the workspaces this connection owns, unless they are persistent.
/// </summary>
public sealed class NwsServer : IAsyncDisposable
{
    private readonly ClientConnection _connection;

    private NwsServer(ClientConnection connection, NwsEndpoint endpoint, ServerGreeting greeting)
    {
        _connection = connection;
        Endpoint = endpoint;
        Greeting = greeting;
        connection.Changed = change => ConnectionChanged?.Invoke(this, change);
    }

    /// <summary>
    /// Tells, from any thread, when the connection was lost and is being made again, when it is there again, and when it has ended. Whoever waits meanwhile goes on waiting, and nothing is lost or done twice;
    /// <see cref="NwsConnectionOptions.Grace"/> says for how long it is tried.
    /// </summary>
    public event EventHandler<NwsConnectionChange>? ConnectionChanged;

    /// <summary>Where the server is.</summary>
    public NwsEndpoint Endpoint { get; }

    /// <summary>Name and version of the server, for example <c>nws 0.1.0</c>.</summary>
    public string ServerVersion => Greeting.Server;

    /// <summary>Port of the server's web console; null if it has none.</summary>
    public int? WebPort => Greeting.WebPort;

    /// <summary>Largest value the server takes, in bytes.</summary>
    public long MaxValueBytes => Greeting.MaxValueBytes;

    /// <summary>How many values one fetch may take together.</summary>
    public int MaxFetchCount => Greeting.MaxFetchCount;

    /// <summary>Ends when the connection ends, for whatever reason.</summary>
    public Task Closed => _connection.Closed;

    internal ServerGreeting Greeting { get; }

    internal ClientConnection Connection => _connection;

    /// <summary>Connects to the default server: the one named by <c>NWS_SERVER</c> (<c>host:port</c>), else localhost:8765, with the token in <c>NWS_TOKEN</c>.</summary>
    /// <param name="cancellationToken">Gives up connecting.</param>
    /// <exception cref="NwsConnectException">No server answers there, or it refuses the token.</exception>
    public static Task<NwsServer> ConnectAsync(CancellationToken cancellationToken = default) => ConnectAsync(new NwsConnectionOptions(), cancellationToken);

    /// <summary>Connects to the server at <paramref name="host"/> and <paramref name="port"/>.</summary>
    /// <exception cref="NwsConnectException">No server answers there, or it refuses the token.</exception>
    public static Task<NwsServer> ConnectAsync(string host, int port = NwsEndpoint.DefaultPort, CancellationToken cancellationToken = default) =>
        ConnectAsync(new NwsConnectionOptions { Endpoint = new NwsEndpoint(host, port) }, cancellationToken);

    /// <summary>Connects as <paramref name="options"/> say.</summary>
    /// <exception cref="NwsConnectException">No server answers there, or it refuses the token.</exception>
    public static async Task<NwsServer> ConnectAsync(NwsConnectionOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.ConnectTimeout);
        ClientConnection? connection = null;
        try
        {
            connection = ClientConnection.Over(await ServerSocket.ConnectAsync(options.Endpoint, limit.Token).ConfigureAwait(false), options);
            await using (limit.Token.UnsafeRegister(static state => ((ClientConnection)state!).Abort(), connection).ConfigureAwait(false))
            {
                return new NwsServer(connection, options.Endpoint, await connection.GreetAsync().ConfigureAwait(false));
            }
        }
        catch (Exception fault)
        {
            connection?.Abort();
            cancellationToken.ThrowIfCancellationRequested();
            if (limit.IsCancellationRequested)
                throw Unanswered(options, $"no answer within {options.ConnectTimeout.TotalSeconds:0.#} s", fault);
            if (connection is null && fault is NwsConnectException) throw;
            if (connection?.Bye is { } reason) throw Refused(options, reason, fault);
            bool refused = fault is NwsOperationException or NwsConnectException or NwsUnsupportedOperationException;
            throw refused ? Refused(options, fault.Message, fault) : Unanswered(options, fault.Message, fault);
        }
    }

    /// <summary>Opens a workspace, creating it if need be, and becomes its owner if it has none (user guide: <c>openWs</c>).</summary>
    /// <param name="name">Name of the workspace.</param>
    /// <param name="persistent">Whether the workspace outlives this connection; counts only if this call takes ownership. Default: false.</param>
    /// <param name="create">Whether to create a workspace that does not exist. Default: true.</param>
    /// <param name="cancellationToken">Gives up waiting for the server.</param>
    /// <exception cref="NwsNoWorkSpaceException">It does not exist and <paramref name="create"/> is false.</exception>
    public Task<NetWorkSpace> OpenWsAsync(string name, bool persistent = false, bool create = true, CancellationToken cancellationToken = default) =>
        EnterAsync(Methods.Open, name, [("persistent", persistent), ("create", create)], cancellationToken);

    /// <summary>Uses a workspace, creating it if need be, without ever becoming its owner (user guide: <c>useWs</c>).</summary>
    /// <param name="name">Name of the workspace.</param>
    /// <param name="create">Whether to create a workspace that does not exist. Default: true.</param>
    /// <param name="cancellationToken">Gives up waiting for the server.</param>
    /// <exception cref="NwsNoWorkSpaceException">It does not exist and <paramref name="create"/> is false.</exception>
    public Task<NetWorkSpace> UseWsAsync(string name, bool create = true, CancellationToken cancellationToken = default) =>
        EnterAsync(Methods.Use, name, [("create", create)], cancellationToken);

    /// <summary>Makes a workspace under a name no other has or had (user guide: <c>mktempWs</c>). Open it to become its owner.</summary>
    /// <param name="template">The name with one <c>%d</c> or <c>%04d</c>, which the server replaces by a number.</param>
    /// <param name="cancellationToken">Gives up waiting for the server.</param>
    /// <returns>The name of the new workspace.</returns>
    public async Task<string> MktempWsAsync(string template = "__csws__%d", CancellationToken cancellationToken = default)
    {
        string name = (await CallAsync(Methods.MakeTemporary, [template], cancellationToken).ConfigureAwait(false)).Reader.ReadText();
        _connection.Opened[name] = true;
        return name;
    }

    /// <summary>Deletes a workspace with everything in it; whoever waits in it gets an error (user guide: <c>deleteWs</c>).</summary>
    /// <exception cref="NwsNoWorkSpaceException">It does not exist.</exception>
    public async Task DeleteWsAsync(string name, CancellationToken cancellationToken = default)
    {
        await CallAsync(Methods.DeleteWorkspace, [name], cancellationToken).ConfigureAwait(false);
        _connection.Opened.TryRemove(name, out _);
    }

    /// <summary>Lists the server's workspaces, sorted by name (user guide: <c>listWss</c>).</summary>
    /// <param name="withVariables">Whether to list the names of each workspace's variables, too. Default: false.</param>
    /// <param name="cancellationToken">Gives up waiting for the server.</param>
    public async Task<IReadOnlyList<WorkspaceListing>> ListWssAsync(bool withVariables = false, CancellationToken cancellationToken = default)
    {
        var response = await _connection.CallAsync(Methods.ListWorkspaces, withVariables, static (ref MessagePackWriter writer, bool names) =>
        {
            writer.WriteArrayHeader(1);
            writer.WriteMapHeader(1);
            writer.WriteText("variables");
            writer.WriteBool(names);
        }, cancellationToken).ConfigureAwait(false);
        return ListingReader.ReadWorkspaces(response);
    }

    /// <summary>Lists the variables of a workspace, sorted by name (user guide: <c>listVars</c>).</summary>
    /// <exception cref="NwsNoWorkSpaceException">It does not exist.</exception>
    public async Task<IReadOnlyList<VariableListing>> ListVarsAsync(string workspace, CancellationToken cancellationToken = default) =>
        ListingReader.ReadVariables(await CallAsync(Methods.ListVariables, [workspace], cancellationToken).ConfigureAwait(false));

    /// <summary>Lists the finds and fetches that are blocked, those that wait longest first, with what may be the reason.</summary>
    /// <param name="workspace">Name of the workspace to look at. Default: null, all.</param>
    /// <param name="count">How many to list at most; from 1 to <see cref="MaxFetchCount"/>. Default: 100.</param>
    /// <param name="cancellationToken">Gives up waiting for the server.</param>
    /// <exception cref="NwsNoWorkSpaceException">There is no such workspace.</exception>
    public async Task<IReadOnlyList<NwsWait>> ListWaitsAsync(string? workspace = null, int count = 100, CancellationToken cancellationToken = default)
    {
        var response = await _connection.CallAsync(Methods.ListWaits, (workspace, count), static (ref MessagePackWriter writer, (string? Workspace, int Count) options) =>
        {
            writer.WriteArrayHeader(1);
            writer.WriteMapHeader(options.Workspace is null ? 1 : 2);
            writer.WriteText("count");
            writer.WriteInteger((long)options.Count);
            if (options.Workspace is null) return;
            writer.WriteText("workspace");
            writer.WriteText(options.Workspace);
        }, cancellationToken).ConfigureAwait(false);
        return WaitReader.Read(response);
    }

    /// <summary>Copies the server's data file, as it is at one moment, to <paramref name="destination"/>; the server goes on meanwhile. What arrives is a data file that a server can be started with.</summary>
    /// <param name="destination">Where the bytes go. If the call fails, what it has is of no use.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NwsOperationException">Code <c>storage</c>: the server has no data file, it is damaged, or its disk has no room for the copy.</exception>
    public Task BackUpAsync(Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return new DataTransfer(_connection).CopyAsync(destination, cancellationToken);
    }

    /// <summary>Lets the server hold its data file against the checksums and counts in it; it goes on meanwhile.</summary>
    /// <param name="variables">Whether to report what became of the values of every variable, too. Default: true.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="NwsOperationException">Code <c>storage</c>: the server has no data file, or it cannot be read at all.</exception>
    public Task<NwsDataReport> VerifyDataAsync(bool variables = true, CancellationToken cancellationToken = default) =>
        new DataTransfer(_connection).VerifyAsync(variables, cancellationToken);

    /// <summary>Closes the connection; the server then deletes the workspaces it owns that are not persistent (user guide: <c>close</c>).</summary>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <summary>The server's address.</summary>
    public override string ToString() => $"NwsServer {Endpoint}";

    internal async Task<Response> CallAsync(string method, string[] texts, CancellationToken cancellationToken)
    {
        foreach (string text in texts) ArgumentNullException.ThrowIfNull(text);
        return await _connection.CallAsync(method, texts, static (ref MessagePackWriter writer, string[] arguments) =>
        {
            writer.WriteArrayHeader(arguments.Length);
            foreach (string text in arguments) writer.WriteText(text);
        }, cancellationToken).ConfigureAwait(false);
    }

    private async Task<NetWorkSpace> EnterAsync(string method, string name, (string Key, bool Value)[] options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        await _connection.CallAsync(method, (name, options), static (ref MessagePackWriter writer, (string Name, (string Key, bool Value)[] Options) call) =>
        {
            writer.WriteArrayHeader(2);
            writer.WriteText(call.Name);
            writer.WriteMapHeader(call.Options.Length);
            foreach (var (key, value) in call.Options)
            {
                writer.WriteText(key);
                writer.WriteBool(value);
            }
        }, cancellationToken).ConfigureAwait(false);
        _connection.Opened[name] = true;
        return new NetWorkSpace(this, name);
    }

    private static NwsConnectException Refused(NwsConnectionOptions options, string reason, Exception fault) =>
        new($"The Nws server at {options.Endpoint} refused the connection: {reason}", fault);

    private static NwsConnectException Unanswered(NwsConnectionOptions options, string reason, Exception fault) => new(
        $"No Nws server answers at {options.Endpoint}: {reason.TrimEnd('.')}. "
        + $"Start one with `nws start`, or name another in {NwsEndpoint.ServerVariable}.",
        fault);
}
