using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Nws.Wire;

namespace Nws.Server.Sessions;

/// <summary>Kestrel's connections become sessions, as many as there are places.</summary>
internal sealed class NwsConnectionHandler(SessionHost host) : ConnectionHandler
{
    private readonly ConcurrentDictionary<Session, Task> _sessions = new();

    /// <inheritdoc/>
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var session = new Session(host, connection.Transport, PeerName(connection.RemoteEndPoint));
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _sessions[session] = ended.Task;
        if (_sessions.Count > host.Options.MaxConnections)
            session.Close(ErrorCode.TooMany, $"The server has its {host.Options.MaxConnections} connections already.");
        try
        {
            await session.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            _sessions.TryRemove(session, out _);
            ended.SetResult();
        }
    }

    /// <summary>Ends every session, telling its client why, and waits until they have ended.</summary>
    public async Task CloseAllAsync(string reason)
    {
        foreach (var session in _sessions.Keys) session.Close(ErrorCode.ShuttingDown, reason);
        await Task.WhenAll(_sessions.Values).ConfigureAwait(false);
    }

    private static string PeerName(EndPoint? endpoint) => endpoint is IPEndPoint { Address: var address } ip
        ? new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, ip.Port).ToString()
        : endpoint?.ToString() ?? "local";
}
