using Nws.Client;
using Nws.Values;
using Nws.Wire;

namespace Nws;

/// <summary>
/// A fetched value that stays in flight until the program says what became of it. If this connection ends first, the value goes back to its place and the next fetcher gets
/// it with <see cref="Attempt"/> one higher.
/// </summary>
public sealed class NwsLease
{
    private readonly NwsServer _server;
    private readonly long _number;

    internal NwsLease(NwsServer server, Delivery delivery, NwsValue value)
    {
        (_server, _number) = (server, delivery.Lease);
        (Variable, Value, Attempt) = (delivery.Variable, value, delivery.Attempt);
    }

    /// <summary>The variable the value came from.</summary>
    public string Variable { get; }

    /// <summary>The value.</summary>
    public NwsValue Value { get; }

    /// <summary>How many times the value has been delivered to a fetcher, this time included.</summary>
    public int Attempt { get; }

    /// <summary>Ends the lease: the value is gone. The given values are stored in the same atomic step: all of them or, on an error, none, and the lease goes on.</summary>
    /// <param name="stores">Where to store what; any open workspace of the same connection.</param>
    /// <exception cref="NwsOperationException">The lease has ended (<c>no_lease</c>), or a store was refused.</exception>
    public Task CompleteAsync(params (NetWorkSpace Workspace, string Variable, object? Value)[] stores) => CompleteAsync(CancellationToken.None, stores);

    /// <summary>As <see cref="CompleteAsync(ValueTuple{NetWorkSpace, string, object}[])"/>, giving up the wait for the server when the token is cancelled.</summary>
    public Task CompleteAsync(CancellationToken cancellationToken, params (NetWorkSpace Workspace, string Variable, object? Value)[] stores) =>
        CompleteAllAsync([this], cancellationToken, stores);

    /// <summary>Ends the lease by putting the value back in its place.</summary>
    /// <exception cref="NwsOperationException">The lease has ended (<c>no_lease</c>).</exception>
    public Task ReleaseAsync(CancellationToken cancellationToken = default) => ReleaseAsync(_server, [_number], unused: false, cancellationToken);

    /// <summary>Gives the lease its full time again, from now on. One that lasts as long as the connection has nothing to renew.</summary>
    /// <returns>False if it has ended: the value may be somebody else's.</returns>
    public async Task<bool> RenewAsync(CancellationToken cancellationToken = default) =>
        (await RenewAllAsync([this], cancellationToken).ConfigureAwait(false)).Count == 0;

    /// <summary>Ends several leases of one connection and stores the given values, all in one atomic step: everything or, on an error, nothing, and the leases go on.</summary>
    /// <param name="leases">The leases; none is fine.</param>
    /// <param name="cancellationToken">Gives up waiting for the server.</param>
    /// <param name="stores">Where to store what; any open workspace of the same connection.</param>
    /// <exception cref="NwsOperationException">A lease has ended (<c>no_lease</c>, the message names it), or a store was refused.</exception>
    public static Task CompleteAllAsync(
        IReadOnlyCollection<NwsLease> leases, CancellationToken cancellationToken, params (NetWorkSpace Workspace, string Variable, object? Value)[] stores)
    {
        ArgumentNullException.ThrowIfNull(stores);
        long[] numbers = Numbers(leases);
        if ((leases.FirstOrDefault()?._server ?? stores.FirstOrDefault().Workspace?.Server) is not { } server) return Task.CompletedTask;
        var encoded = stores.Select(store => (store.Workspace.Name, store.Variable, store.Workspace.Encode(store.Variable, store.Value))).ToArray();
        return server.Connection.CallAsync(Methods.Complete, (numbers, encoded), WriteCompletion, cancellationToken);
    }

    /// <summary>Ends several leases of one connection by putting their values back: all or, if one has ended, none.</summary>
    /// <param name="leases">The leases; none is fine.</param>
    /// <param name="unused">Whether these deliveries are not to count, as nothing was done with the values: <see cref="Attempt"/> is the same at the next.</param>
    /// <param name="cancellationToken">Gives up waiting for the server.</param>
    /// <exception cref="NwsOperationException">A lease has ended (<c>no_lease</c>, the message names it).</exception>
    public static Task ReleaseAllAsync(IReadOnlyCollection<NwsLease> leases, bool unused = false, CancellationToken cancellationToken = default)
    {
        long[] numbers = Numbers(leases);
        return numbers.Length == 0 ? Task.CompletedTask : ReleaseAsync(leases.First()._server, numbers, unused, cancellationToken);
    }

    /// <summary>Gives several leases of one connection their full times again, from now on.</summary>
    /// <returns>Those that have ended; their values may be somebody else's.</returns>
    public static async Task<IReadOnlyCollection<NwsLease>> RenewAllAsync(IReadOnlyCollection<NwsLease> leases, CancellationToken cancellationToken = default)
    {
        long[] numbers = Numbers(leases);
        if (numbers.Length == 0) return [];
        var response = await leases.First()._server.Connection.CallAsync(Methods.Renew, numbers, WriteNumbers, cancellationToken).ConfigureAwait(false);
        var ended = ReadNumbers(response);
        return ended.Count == 0 ? [] : [.. leases.Where(lease => ended.Contains(lease._number))];
    }

    internal static Task ReleaseAsync(NwsServer server, long[] leases, bool unused, CancellationToken cancellationToken) =>
        server.Connection.CallAsync(Methods.Release, (leases, unused), WriteRelease, cancellationToken);

    private static long[] Numbers(IReadOnlyCollection<NwsLease> leases)
    {
        ArgumentNullException.ThrowIfNull(leases);
        var server = leases.FirstOrDefault()?._server;
        if (leases.Any(lease => lease._server != server)) throw new ArgumentException("The leases belong to different connections; each can be ended on its own only.", nameof(leases));
        return [.. leases.Select(lease => lease._number)];
    }

    private static HashSet<long> ReadNumbers(Response response)
    {
        var reader = response.Reader;
        var numbers = new HashSet<long>();
        for (int left = reader.ReadArrayHeader(); left > 0; left--) numbers.Add(reader.ReadInt64());
        return numbers;
    }

    private static void WriteNumbers(ref MessagePackWriter writer, long[] numbers)
    {
        writer.WriteArrayHeader(1);
        WriteList(ref writer, numbers);
    }

    private static void WriteRelease(ref MessagePackWriter writer, (long[] Leases, bool Unused) release)
    {
        writer.WriteArrayHeader(release.Unused ? 2 : 1);
        WriteList(ref writer, release.Leases);
        if (!release.Unused) return;
        writer.WriteMapHeader(1);
        writer.WriteText("unused");
        writer.WriteBool(true);
    }

    private static void WriteList(ref MessagePackWriter writer, long[] numbers)
    {
        writer.WriteArrayHeader(numbers.Length);
        foreach (long number in numbers) writer.WriteInteger(number);
    }

    private static void WriteCompletion(ref MessagePackWriter writer, (long[] Leases, (string Workspace, string Variable, byte[] Value)[] Stores) completion)
    {
        writer.WriteArrayHeader(2);
        WriteList(ref writer, completion.Leases);
        writer.WriteArrayHeader(completion.Stores.Length);
        foreach (var (workspace, variable, value) in completion.Stores)
        {
            writer.WriteArrayHeader(3);
            writer.WriteText(workspace);
            writer.WriteText(variable);
            writer.WriteRaw(value);
        }
    }
}
