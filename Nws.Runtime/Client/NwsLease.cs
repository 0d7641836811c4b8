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
    public Task CompleteAsync(CancellationToken cancellationToken, params (NetWorkSpace Workspace, string Variable, object? Value)[] stores)
    {
        ArgumentNullException.ThrowIfNull(stores);
        var encoded = stores.Select(store => (store.Workspace.Name, store.Variable, store.Workspace.Encode(store.Variable, store.Value))).ToArray();
        return _server.Connection.CallAsync(Methods.Complete, (_number, encoded), WriteCompletion, cancellationToken);
    }

    /// <summary>Ends the lease by putting the value back in its place.</summary>
    /// <exception cref="NwsOperationException">The lease has ended (<c>no_lease</c>).</exception>
    public Task ReleaseAsync(CancellationToken cancellationToken = default) => ReleaseAsync(_server, _number, cancellationToken);

    internal static Task ReleaseAsync(NwsServer server, long lease, CancellationToken cancellationToken) =>
        server.Connection.CallAsync(Methods.Release, lease, static (ref MessagePackWriter writer, long number) =>
        {
            writer.WriteArrayHeader(1);
            writer.WriteInteger(number);
        }, cancellationToken);

    private static void WriteCompletion(ref MessagePackWriter writer, (long Lease, (string Workspace, string Variable, byte[] Value)[] Stores) completion)
    {
        writer.WriteArrayHeader(2);
        writer.WriteInteger(completion.Lease);
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
