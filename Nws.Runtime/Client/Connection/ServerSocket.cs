using System.Net;
using System.Net.Sockets;

namespace Nws.Client;

/// <summary>The bytes to and from a server: a socket, or TLS over one.</summary>
internal sealed class ServerSocket : IDisposable
{
    private readonly Socket _socket;
    private readonly Stream? _tls;

    /// <param name="socket">The socket.</param>
    /// <param name="tls">TLS over it; null: there is none.</param>
    public ServerSocket(Socket socket, Stream? tls = null) => (_socket, _tls) = (socket, tls);

    /// <summary>Connects.</summary>
    /// <exception cref="NwsConnectException">The server is another than the one that is meant, or speaks no TLS.</exception>
    public static async Task<ServerSocket> ConnectAsync(NwsEndpoint endpoint, CancellationToken cancellationToken)
    {
        // The usual server is on this machine; to look its name up takes longer than to connect.
        bool isHere = endpoint.Host is "localhost" or "127.0.0.1";
        var socket = isHere ? new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            try
            {
                if (isHere) await socket.ConnectAsync(IPAddress.Loopback, endpoint.Port, cancellationToken).ConfigureAwait(false);
                else await socket.ConnectAsync(endpoint.Host, endpoint.Port, cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException) when (endpoint.Host == "localhost")
            {
                // It may listen at the other address of that name only.
                socket.Dispose();
                socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(endpoint.Host, endpoint.Port, cancellationToken).ConfigureAwait(false);
            }
            socket.NoDelay = true;
            Wire.KeepAlive.Enable(socket);
            return new ServerSocket(socket, endpoint.Tls ? await TlsHandshake.PerformAsync(socket, endpoint, cancellationToken).ConfigureAwait(false) : null);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Receives what there is, as far as it has room; nothing at the end. One at a time.</summary>
    public ValueTask<int> ReceiveAsync(Memory<byte> room) => _tls is null ? _socket.ReceiveAsync(room, SocketFlags.None) : _tls.ReadAsync(room);

    /// <summary>Sends all of it. One at a time.</summary>
    /// <exception cref="IOException">The connection is lost; or a <see cref="SocketException"/> or <see cref="ObjectDisposedException"/>.</exception>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_tls is not null)
        {
            await _tls.WriteAsync(bytes).ConfigureAwait(false);
            return;
        }
        while (bytes.Length > 0) bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None).ConfigureAwait(false)..];
    }

    /// <summary>Sends nothing more; the server sees the end behind all that was sent.</summary>
    public void EndSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // Lost already; the read loop knows.
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _tls?.Dispose();
    }
}
