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

    /// <summary>As <see cref="StoreAsync(string, object?, CancellationToken)"/>, with options.</summary>
    /// <exception cref="NwsOperationException">An option does not go with the variable's mode (<c>bad_request</c>); nothing was stored.</exception>
    public Task StoreAsync(string variable, object? value, StoreOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Server.Connection.CallAsync(Methods.Store, (Name, variable, Encode(variable, value), options), WriteStoreOnTerms, cancellationToken);
    }

    /// <summary>Stores values in their order, in one message and one step: whoever looks sees all of them or, after an error, none.</summary>
    /// <param name="variable">Name of the variable; it is created, with mode fifo, if it does not exist.</param>
    /// <param name="values">The values; none is fine. Together they must not be larger than one value may be.</param>
    /// <param name="options">Count for each of the values; null = none.</param>
    /// <param name="cancellationToken">Gives up waiting for the server.</param>
    /// <exception cref="NwsValueException">A value, or something in it, cannot be stored; nothing was.</exception>
    public Task StoreAllAsync<T>(string variable, IEnumerable<T> values, StoreOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        byte[][] encoded = [.. values.Select(value => Encode(variable, value))];
        long bytes = encoded.Sum(value => (long)value.Length);
        return bytes <= Server.MaxValueBytes ? StoreEncodedAsync(variable, encoded, options, cancellationToken) : throw TooLarge(variable, bytes);
    }

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

    /// <summary>
    /// As <see cref="FetchLeaseAsync(IReadOnlyList{string}, TimeSpan?, CancellationToken)"/>, on a lease that ends by itself after <paramref name="leaseTime"/> unless it is renewed: then the value goes back as
    /// if this connection had ended, although the program may only be stopped or cut off.
    /// </summary>
    /// <param name="variables">The first that has a value is taken.</param>
    /// <param name="timeout">How long to wait; null = for ever.</param>
    /// <param name="leaseTime">More than zero, at most a day; null = as long as the connection.</param>
    /// <param name="cancellationToken">Ends the wait. If a value was already on its way, it is returned instead.</param>
    /// <exception cref="NwsTimeoutException">No value came in time.</exception>
    public async Task<NwsLease> FetchLeaseAsync(
        IReadOnlyList<string> variables, TimeSpan? timeout, TimeSpan? leaseTime, CancellationToken cancellationToken = default)
    {
        var request = new TakeRequest(Methods.Fetch, Name, variables) { Timeout = timeout, Lease = true, LeaseTime = leaseTime };
        var delivery = await TakeAsync(request, cancellationToken).ConfigureAwait(false) ?? throw NothingCame(request);
        return new NwsLease(Server, delivery, await DecodeAsync(delivery, static value => value).ConfigureAwait(false));
    }

    /// <summary>As <see cref="FetchLeaseAsync(IReadOnlyList{string}, TimeSpan?, TimeSpan?, CancellationToken)"/>, from one variable.</summary>
    public Task<NwsLease> FetchLeaseAsync(string variable, TimeSpan? timeout, TimeSpan? leaseTime, CancellationToken cancellationToken = default) =>
        FetchLeaseAsync([variable], timeout, leaseTime, cancellationToken);

    /// <summary>Reads and removes as many values as are there, up to <paramref name="count"/>, waiting until there is one. If one is not a <typeparamref name="T"/>, all go back.</summary>
    /// <param name="variable">Name of the variable.</param>
    /// <param name="count">How many at most: 1 or more, up to a limit of the server (1,000 by default). The server also gives no more than 1 MiB together, but always one.</param>
    /// <param name="timeout">How long to wait for the first; null = for ever.</param>
    /// <param name="cancellationToken">Ends the wait. If values were already on their way, they are returned instead.</param>
    /// <returns>The values, in their order; none if the time was up.</returns>
    /// <exception cref="NwsValueException">A value is not a <typeparamref name="T"/>.</exception>
    public async Task<IReadOnlyList<T>> FetchManyAsync<T>(string variable, int count, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var deliveries = await TakeManyAsync(Request(Methods.Fetch, variable) with { Timeout = timeout, Count = count }, cancellationToken).ConfigureAwait(false);
        var values = await DecodeAsync(deliveries, static value => value.To<T>()).ConfigureAwait(false);
        if (deliveries.Length > 0 && deliveries[0].Lease != 0) Server.Connection.Notify(Methods.Confirm, [.. deliveries.Select(delivery => delivery.Lease)]);
        return values;
    }

    /// <summary>As <see cref="FetchManyAsync{T}"/>, from the first of several variables that has a value, each value on a lease of its own.</summary>
    /// <param name="variables">The first that has a value; all come from that one.</param>
    /// <param name="count">How many at most; see <see cref="FetchManyAsync{T}"/>.</param>
    /// <param name="timeout">How long to wait for the first; null = for ever.</param>
    /// <param name="leaseTime">When the leases end unless they are renewed: more than zero, at most a day; null = as long as the connection.</param>
    /// <param name="cancellationToken">Ends the wait. If values were already on their way, they are returned instead.</param>
    /// <returns>The leases, in the order of the values; none if the time was up.</returns>
    public async Task<IReadOnlyList<NwsLease>> FetchManyLeasesAsync(
        IReadOnlyList<string> variables, int count, TimeSpan? timeout = null, TimeSpan? leaseTime = null, CancellationToken cancellationToken = default)
    {
        var request = new TakeRequest(Methods.Fetch, Name, variables) { Timeout = timeout, Lease = true, LeaseTime = leaseTime, Count = count };
        var deliveries = await TakeManyAsync(request, cancellationToken).ConfigureAwait(false);
        var values = await DecodeAsync(deliveries, static value => value).ConfigureAwait(false);
        return [.. deliveries.Select((delivery, position) => new NwsLease(Server, delivery, values[position]))];
    }

    /// <summary>Every value of a fifo or single variable in turn, without removing any, then waiting for more (user guide: <c>ifind</c>).</summary>
    public NwsValueIterator<T> IFind<T>(string variable) => new(this, variable, Methods.Find, waits: true);

    /// <summary>Every value of a fifo or single variable in turn, without removing any, ending when there are no more (user guide: <c>ifindTry</c>).</summary>
    public NwsValueIterator<T> IFindTry<T>(string variable) => new(this, variable, Methods.Find, waits: false);

    /// <summary>Removes value after value of a fifo or single variable, waiting for more (user guide: <c>ifetch</c>).</summary>
    public NwsValueIterator<T> IFetch<T>(string variable) => new(this, variable, Methods.Fetch, waits: true);

    /// <summary>Removes value after value of a fifo or single variable, ending when there are no more (user guide: <c>ifetchTry</c>).</summary>
    public NwsValueIterator<T> IFetchTry<T>(string variable) => new(this, variable, Methods.Fetch, waits: false);

    /// <summary>Begins to watch what happens to variables, from now on.</summary>
    /// <param name="variables">Pattern of the variables' names: <c>*</c> stands for any characters, <c>?</c> for one. Default: all variables.</param>
    /// <param name="cancellationToken">Gives up waiting for the server.</param>
    public async Task<NwsWatch> WatchAsync(string variables = "*", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(variables);
        var response = await Server.Connection.CallAsync(Methods.Watch, (Name, variables), static (ref MessagePackWriter writer, (string Workspace, string Pattern) watch) =>
        {
            writer.WriteArrayHeader(2);
            writer.WriteText(watch.Workspace);
            writer.WriteMapHeader(1);
            writer.WriteText("variables");
            writer.WriteText(watch.Pattern);
        }, cancellationToken).ConfigureAwait(false);
        return new NwsWatch(Server, response.Reader.ReadInt64());
    }

    /// <summary>Lists values of a variable that were put aside (<see cref="NwsLease.BuryAsync"/>), in the order of their indices; at most as many as one fetch may take.</summary>
    /// <param name="variable">Name of the variable.</param>
    /// <param name="after">Index of the last one seen before. Default: from the beginning.</param>
    /// <param name="cancellationToken">Gives up waiting for the server.</param>
    public async Task<IReadOnlyList<NwsBuriedValue>> ListBuriedAsync(string variable, long after = -1, CancellationToken cancellationToken = default)
    {
        var response = await Server.Connection.CallAsync(Methods.ListBuried, (Name, variable, after), static (ref MessagePackWriter writer, (string Workspace, string Variable, long After) list) =>
        {
            writer.WriteArrayHeader(3);
            writer.WriteText(list.Workspace);
            writer.WriteText(list.Variable);
            writer.WriteMapHeader(1);
            writer.WriteText("after");
            writer.WriteInteger(list.After);
        }, cancellationToken).ConfigureAwait(false);
        return ListingReader.ReadBuried(response);
    }

    /// <summary>Puts values that were put aside back in their places.</summary>
    /// <param name="variable">Name of the variable.</param>
    /// <param name="indices">Which; null = all.</param>
    /// <param name="cancellationToken">Gives up waiting for the server.</param>
    /// <returns>How many came back.</returns>
    public async Task<int> ReplayAsync(string variable, IReadOnlyCollection<long>? indices = null, CancellationToken cancellationToken = default)
    {
        var response = await Server.Connection.CallAsync(Methods.Replay, (Name, variable, indices), WriteReplay, cancellationToken).ConfigureAwait(false);
        return (int)response.Reader.ReadInt64();
    }

    /// <summary>The server's address and the workspace's name.</summary>
    public override string ToString() => $"NetWorkSpace '{Name}' at {Server.Endpoint}";

    internal TakeRequest Request(string method, string variable) => new(method, Name, [variable]);

    internal byte[] Encode(string variable, object? value)
    {
        ArgumentNullException.ThrowIfNull(variable);
        byte[] encoded = NwsValue.From(value).Encode();
        return encoded.Length <= Server.MaxValueBytes ? encoded : throw TooLarge(variable, encoded.Length);
    }

    /// <summary>Stores values that have been encoded, in one message and one step.</summary>
    internal Task StoreEncodedAsync(string variable, byte[][] values, StoreOptions? options, CancellationToken cancellationToken) =>
        Server.Connection.CallAsync(Methods.StoreAll, (Name, variable, values, options), WriteStoreAll, cancellationToken);

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
        Confirm(delivery.Lease);
        return value;
    }

    /// <summary>Tells the server that a value has arrived.</summary>
    internal void Confirm(long lease)
    {
        if (lease != 0) Server.Connection.Notify(Methods.Confirm, lease);
    }

    private async Task<Delivery[]> TakeManyAsync(TakeRequest request, CancellationToken cancellationToken)
    {
        request.Check();
        return Delivery.ReadList(await Server.Connection.CallAsync(request.Method, request, TakeRequest.WriteParams, cancellationToken).ConfigureAwait(false));
    }

    private async Task<T[]> DecodeAsync<T>(Delivery[] deliveries, Func<NwsValue, T> convert)
    {
        try
        {
            return [.. deliveries.Select(delivery => convert(delivery.Decode()))];
        }
        catch when (deliveries[0].Lease != 0)
        {
            await NwsLease.ReleaseAsync(Server, [.. deliveries.Select(delivery => delivery.Lease)], unused: false, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<T> DecodeAsync<T>(Delivery delivery, Func<NwsValue, T> convert)
    {
        try
        {
            return convert(delivery.Decode());
        }
        catch when (delivery.Lease != 0)
        {
            await NwsLease.ReleaseAsync(Server, [delivery.Lease], unused: false, CancellationToken.None).ConfigureAwait(false);
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
        return new NwsDelivery(delivery.Variable, await AcceptAsync<NwsValue>(delivery).ConfigureAwait(false), delivery.Attempt)
        {
            Version = new NwsVersion(delivery.Id, delivery.Index),
        };
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

    private static void WriteReplay(ref MessagePackWriter writer, (string Workspace, string Variable, IReadOnlyCollection<long>? Indices) replay)
    {
        writer.WriteArrayHeader(replay.Indices is null ? 2 : 3);
        writer.WriteText(replay.Workspace);
        writer.WriteText(replay.Variable);
        if (replay.Indices is not { } indices) return;
        writer.WriteArrayHeader(indices.Count);
        foreach (long index in indices) writer.WriteInteger(index);
    }

    private static void WriteStoreOnTerms(ref MessagePackWriter writer, (string Workspace, string Variable, byte[] Value, StoreOptions Options) store)
    {
        writer.WriteArrayHeader(4);
        writer.WriteText(store.Workspace);
        writer.WriteText(store.Variable);
        writer.WriteRaw(store.Value);
        StoreOptions.Write(ref writer, store.Options);
    }

    private static void WriteStoreAll(ref MessagePackWriter writer, (string Workspace, string Variable, byte[][] Values, StoreOptions? Options) store)
    {
        writer.WriteArrayHeader(store.Options is null ? 3 : 4);
        writer.WriteText(store.Workspace);
        writer.WriteText(store.Variable);
        writer.WriteArrayHeader(store.Values.Length);
        foreach (byte[] value in store.Values) writer.WriteRaw(value);
        if (store.Options is { } options) StoreOptions.Write(ref writer, options);
    }
}
