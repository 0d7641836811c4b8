using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Nws.Wire;

namespace Nws.Server.Sessions;

/// <summary>Kestrel's connections become sessions, as many as there are places.</summary>
internal sealed class NwsConnectionHandler(SessionHost host) : ConnectionHandler
{
    private static readonly TimeSpan LastWordsLimit = TimeSpan.FromSeconds(2);
    private int _connections;

    /// <inheritdoc/>
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        if (connection.Features.Get<IConnectionSocketFeature>() is { Socket: var socket }) KeepAlive.Enable(socket);
        var session = new Session(host, connection.Transport, PeerName(connection.RemoteEndPoint));
        if (Interlocked.Increment(ref _connections) > host.Options.MaxConnections)
            session.Close(ErrorCode.TooMany, $"The server has its {host.Options.MaxConnections} connections already.");
        var lifetime = connection.Features.Get<IConnectionLifetimeNotificationFeature>();
        var stopping = lifetime?.ConnectionClosedRequested ?? CancellationToken.None;
        try
        {
            await using var registration = stopping.Register(Stop).ConfigureAwait(false);
            await session.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
        await LingerAsync(connection).ConfigureAwait(false);

        void Stop() => session.Close(ErrorCode.ShuttingDown, "The server is being stopped.");
    }

    /// <summary>
    /// What was sent last is still on its way, and the network would drop it if bytes from the client were left unread. A client that does not
    /// take it in time is cut off.
    /// </summary>
    private async Task LingerAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        using var limit = new CancellationTokenSource(LastWordsLimit, host.Time);
        try
        {
            while (await input.ReadAsync(limit.Token).ConfigureAwait(false) is { IsCompleted: false } read)
                input.AdvanceTo(read.Buffer.End);
        }
        catch (OperationCanceledException)
        {
            connection.Abort(new ConnectionAbortedException("The client did not take what was sent last."));
        }
        catch (IOException)
        {
            // It is gone.
        }
        await input.CompleteAsync().ConfigureAwait(false);
    }

    private static string PeerName(EndPoint? endpoint) => endpoint is IPEndPoint { Address: var address } ip
        ? new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, ip.Port).ToString()
        : endpoint?.ToString() ?? "local";
}
