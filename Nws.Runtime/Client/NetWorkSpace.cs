using System.Buffers;
using Nws.Client;
using Nws.Values;
using Nws.Wire;

namespace Nws;

/// <summary>
/// A workspace of variables on a server (user guide A.1.2). Values are stored into variables, found (read) and fetched (read and removed); find and fetch wait until a
/// value is there. Get one from <see cref="NwsServer.OpenWsAsync"/> or <see cref="OpenAsync"/>. Members may be called from any thread.
/// </summary>
/// <remarks>The forms without <c>Async</c>, for scripts, are in <see cref="BlockingWorkSpace"/>.</remarks>
public sealed class NetWorkSpace : BlockingWorkSpace
{
    /// <summary>The workspace that always exists: <c>__default</c>.</summary>
    public const string DefaultName = "__default";

    internal NetWorkSpace(NwsServer server, string name) => (Server, Name) = (server, name);

    /// <summary>The connection this workspace was opened on.</summary>
    public NwsServer Server { get; }

    /// <summary>Name of the workspace (user guide: <c>currentWs</c>).</summary>
    public string Name { get; }

    /// <summary>Connects to the default server (see <see cref="NwsServer.ConnectAsync(CancellationToken)"/>) and opens a workspace there.</summary>
    /// <exception cref="NwsConnectException">No server answers.</exception>
    public static async Task<NetWorkSpace> OpenAsync(string name = DefaultName, bool persistent = false, CancellationToken cancellationToken = default)
    {
        var server = await NwsServer.ConnectAsync(cancellationToken).ConfigureAwait(false);
        return await server.OpenWsAsync(name, persistent, create: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives a variable a mode other than the default, fifo (user guide: <c>declare</c>). A mode never changes; delete the variable to change it.</summary>
    /// <exception cref="NwsDeclarationFailedException">The variable has another mode already.</exception>
    public Task DeclareAsync(string variable, VariableMode mode, CancellationToken cancellationToken = default) =>
        Server.CallAsync(Methods.Declare, [Name, variable, VariableModes.Name(mode)], cancellationToken);

    /// <summary>Deletes a variable with its values; whoever waits for it gets an error (user guide: <c>deleteVar</c>).</summary>
    /// <exception cref="NwsOperationException">There is no such variable (<c>no_variable</c>).</exception>
    public Task DeleteVarAsync(string variable, CancellationToken cancellationToken = default) =>
        Server.CallAsync(Methods.DeleteVariable, [Name, variable], cancellationToken);

    /// <summary>Lists the variables, sorted by name (user guide: <c>listVars</c>).</summary>
    public Task<IReadOnlyList<VariableListing>> ListVarsAsync(CancellationToken cancellationToken = default) => Server.ListVarsAsync(Name, cancellationToken);

    /// <summary>Stores a value (user guide: <c>store</c>). Waiting finders all get it; the oldest waiting fetcher gets and removes it.</summary>
    /// <param name="variable">Name of the variable; it is created, with mode fifo, if it does not exist.</param>
    /// <param name="value">Anything of the table in VALUES.md, records and plain classes included.</param>
    /// <param name="cancellationToken">Gives up waiting for the server.</param>
    /// <exception cref="NwsValueException">The value, or something in it, cannot be stored; nothing was.</exception>
    public Task StoreAsync(string variable, object? value, CancellationToken cancellationToken = default) =>
        Server.Connection.CallAsync(Methods.Store, (Name, variable, Encode(variable, value)), WriteStore, cancellationToken);

    /// <summary>Reads and removes a value, waiting until there is one (user guide: <c>fetch</c>). A value that is not a <typeparamref name="T"/> goes back to its place.</summary>
    /// <typeparam name="T">What to convert the value to; numbers convert only if nothing is lost.</typeparam>
    /// <param name="variable">Name of the variable.</param>
    /// <param name="timeout">How long to wait; null = for ever.</param>
    /// <param name="cancellationToken">Ends the wait. If a value was already on its way, it is returned instead.</param>
    /// <exception cref="NwsTimeoutException">No value came in time.</exception>
    /// <exception cref="NwsValueException">The value is not a <typeparamref name="T"/>.</exception>
    /// <exception cref="NwsOperationException">The variable was deleted meanwhile (<c>variable_deleted</c>).</exception>
    public Task<T> FetchAsync<T>(string variable, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        WaitAsync<T>(Request(Methods.Fetch, variable) with { Timeout = timeout }, cancellationToken);

    /// <summary>As <see cref="FetchAsync{T}"/>, returning the value as it is.</summary>
    public Task<NwsValue> FetchAsync(string variable, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        FetchAsync<NwsValue>(variable, timeout, cancellationToken);

    /// <summary>Reads a value without removing it, waiting until there is one (user guide: <c>find</c>). Parameters and errors as <see cref="FetchAsync{T}"/>.</summary>
    public Task<T> FindAsync<T>(string variable, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        WaitAsync<T>(Request(Methods.Find, variable) with { Timeout = timeout }, cancellationToken);

    /// <summary>As <see cref="FindAsync{T}"/>, returning the value as it is.</summary>
    public Task<NwsValue> FindAsync(string variable, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        FindAsync<NwsValue>(variable, timeout, cancellationToken);

    /// <summary>Reads and removes a value if there is one now (user guide: <c>fetchTry</c>).</summary>
    /// <param name="variable">Name of the variable.</param>
    /// <param name="missing">What to return if there is no value.</param>
    /// <param name="cancellationToken">Gives up waiting for the server.</param>
    public Task<T?> FetchTryAsync<T>(string variable, T? missing = default, CancellationToken cancellationToken = default) =>
        TryAsync(Request(Methods.Fetch, variable), missing, cancellationToken);

    /// <summary>As <see cref="FetchTryAsync{T}"/>, returning the value as it is, or null if there is none.</summary>
    public Task<NwsValue?> FetchTryAsync(string variable, CancellationToken cancellationToken = default) =>
        FetchTryAsync<NwsValue>(variable, null, cancellationToken);

    /// <summary>Reads a value without removing it if there is one now (user guide: <c>findTry</c>). Parameters as <see cref="FetchTryAsync{T}"/>.</summary>
    public Task<T?> FindTryAsync<T>(string variable, T? missing = default, CancellationToken cancellationToken = default) =>
        TryAsync(Request(Methods.Find, variable), missing, cancellationToken);

    /// <summary>As <see cref="FindTryAsync{T}"/>, returning the value as it is, or null if there is none.</summary>
    public Task<NwsValue?> FindTryAsync(string variable, CancellationToken cancellationToken = default) =>
        FindTryAsync<NwsValue>(variable, null, cancellationToken);

    /// <summary>Fetches the first value available among several variables; the first in the list that has one wins.</summary>
    /// <exception cref="NwsTimeoutException">No value came in time.</exception>
    public Task<NwsDelivery> FetchAnyAsync(IReadOnlyList<string> variables, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        WaitForAnyAsync(new TakeRequest(Methods.Fetch, Name, variables) { Timeout = timeout }, cancellationToken);

    /// <summary>Finds the first value available among several variables; the first in the list that has one wins.</summary>
    /// <exception cref="NwsTimeoutException">No value came in time.</exception>
    public Task<NwsDelivery> FindAnyAsync(IReadOnlyList<string> variables, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        WaitForAnyAsync(new TakeRequest(Methods.Find, Name, variables) { Timeout = timeout }, cancellationToken);

    /// <summary>Fetches from the first of several variables that has a value, on a lease: the value is gone only when <see cref="NwsLease.CompleteAsync(ValueTuple{NetWorkSpace, string, object}[])"/> says so.</summary>
    /// <exception cref="NwsTimeoutException">No value came in time.</exception>
    public async Task<NwsLease> FetchLeaseAsync(IReadOnlyList<string> variables, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var request = new TakeRequest(Methods.Fetch, Name, variables) { Timeout = timeout, Lease = true };
        var delivery = await TakeAsync(request, cancellationToken).ConfigureAwait(false) ?? throw NothingCame(request);
        return new NwsLease(Server, delivery, await DecodeAsync(delivery, static value => value).ConfigureAwait(false));
    }

    /// <summary>As <see cref="FetchLeaseAsync(IReadOnlyList{string}, TimeSpan?, CancellationToken)"/>, from one variable.</summary>
    public Task<NwsLease> FetchLeaseAsync(string variable, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        FetchLeaseAsync([variable], timeout, cancellationToken);

    /// <summary>Every value of a fifo or single variable in turn, without removing any, then waiting for more (user guide: <c>ifind</c>).</summary>
    public NwsValueIterator<T> IFind<T>(string variable) => new(this, variable, Methods.Find, waits: true);

    /// <summary>Every value of a fifo or single variable in turn, without removing any, ending when there are no more (user guide: <c>ifindTry</c>).</summary>
    public NwsValueIterator<T> IFindTry<T>(string variable) => new(this, variable, Methods.Find, waits: false);

    /// <summary>Removes value after value of a fifo or single variable, waiting for more (user guide: <c>ifetch</c>).</summary>
    public NwsValueIterator<T> IFetch<T>(string variable) => new(this, variable, Methods.Fetch, waits: true);

    /// <summary>Removes value after value of a fifo or single variable, ending when there are no more (user guide: <c>ifetchTry</c>).</summary>
    public NwsValueIterator<T> IFetchTry<T>(string variable) => new(this, variable, Methods.Fetch, waits: false);

    /// <summary>The server's address and the workspace's name.</summary>
    public override string ToString() => $"NetWorkSpace '{Name}' at {Server.Endpoint}";

    internal TakeRequest Request(string method, string variable) => new(method, Name, [variable]);

    internal byte[] Encode(string variable, object? value)
    {
        ArgumentNullException.ThrowIfNull(variable);
        byte[] encoded = NwsValue.From(value).Encode();
        return encoded.Length <= Server.MaxValueBytes ? encoded : throw TooLarge(variable, encoded.Length);
    }

    internal NwsOperationException TooLarge(string variable, long bytes) => new(
        ErrorCodes.Name(ErrorCode.TooLarge),
        $"The value for '{variable}' takes {bytes} bytes, the server at {Server.Endpoint} allows {Server.MaxValueBytes}. Store it in pieces, or raise the server's limit.");

    internal async Task<Delivery?> TakeAsync(TakeRequest request, CancellationToken cancellationToken)
    {
        request.Check();
        return Delivery.Read(await Server.Connection.CallAsync(request.Method, request, TakeRequest.WriteParams, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Turns a delivery into what the caller asked for and confirms it; what cannot be turned goes back to its place.</summary>
    internal async Task<T> AcceptAsync<T>(Delivery delivery)
    {
        var value = await DecodeAsync(delivery, static value => value.To<T>()).ConfigureAwait(false);
        Confirm(delivery);
        return value;
    }

    internal void Confirm(Delivery delivery)
    {
        if (delivery.Lease != 0) Server.Connection.Notify(Methods.Confirm, delivery.Lease);
    }

    private async Task<T> DecodeAsync<T>(Delivery delivery, Func<NwsValue, T> convert)
    {
        try
        {
            return convert(delivery.Decode());
        }
        catch when (delivery.Lease != 0)
        {
            await NwsLease.ReleaseAsync(Server, delivery.Lease, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<T> WaitAsync<T>(TakeRequest request, CancellationToken cancellationToken)
    {
        var delivery = await TakeAsync(request, cancellationToken).ConfigureAwait(false) ?? throw NothingCame(request);
        return await AcceptAsync<T>(delivery).ConfigureAwait(false);
    }

    private async Task<NwsDelivery> WaitForAnyAsync(TakeRequest request, CancellationToken cancellationToken)
    {
        var delivery = await TakeAsync(request, cancellationToken).ConfigureAwait(false) ?? throw NothingCame(request);
        return new NwsDelivery(delivery.Variable, await AcceptAsync<NwsValue>(delivery).ConfigureAwait(false), delivery.Attempt);
    }

    private async Task<T?> TryAsync<T>(TakeRequest request, T? missing, CancellationToken cancellationToken)
    {
        var delivery = await TakeAsync(request with { Timeout = TimeSpan.Zero }, cancellationToken).ConfigureAwait(false);
        return delivery is null ? missing : await AcceptAsync<T>(delivery).ConfigureAwait(false);
    }

    private NwsTimeoutException NothingCame(TakeRequest request) => new(
        $"No value came for {string.Join(" or ", request.Variables.Select(name => $"'{name}'"))} in workspace '{Name}' within {request.Timeout!.Value.TotalSeconds:0.###} s.");

    private static void WriteStore(ref MessagePackWriter writer, (string Workspace, string Variable, byte[] Value) store)
    {
        writer.WriteArrayHeader(3);
        writer.WriteText(store.Workspace);
        writer.WriteText(store.Variable);
        writer.WriteRaw(store.Value);
    }
}
