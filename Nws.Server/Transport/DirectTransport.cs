using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Nws.Server.Transport;

/// <summary>
/// Kestrel's way to the sockets of the native protocol. Kestrel's own transport puts a pipe with two copies and two hand-overs between a socket and its reader, which
/// costs more than all the rest of a small request; this one reads and writes the socket itself. Kestrel still listens, accepts, limits and shuts down.
/// </summary>
internal sealed class DirectTransport : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    public bool CanBind(EndPoint endpoint) => endpoint is DirectEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var address = (IPEndPoint)endpoint;
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.Address.Equals(IPAddress.IPv6Any)) socket.DualMode = true;
            socket.Bind(new IPEndPoint(address.Address, address.Port));
            socket.Listen(512);
            return new ValueTask<IConnectionListener>(new DirectListener(socket));
        }
        catch (SocketException fault)
        {
            socket.Dispose();
            throw fault.SocketErrorCode == SocketError.AddressAlreadyInUse ? new AddressInUseException(fault.Message, fault) : fault;
        }
    }

    private sealed class DirectListener(Socket socket) : IConnectionListener
    {
        public EndPoint EndPoint { get; } = socket.LocalEndPoint!;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (true)
            {
                Socket? accepted = null;
                try
                {
                    accepted = await socket.AcceptAsync(cancellationToken).ConfigureAwait(false);
                    accepted.NoDelay = true;
                    return new DirectConnection(accepted);
                }
                catch (Exception fault) when (fault is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
                {
                    return null;
                }
                catch (SocketException)
                {
                    // The client went away between connecting and being accepted.
                    accepted?.Dispose();
                }
            }
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            socket.Dispose();
            return default;
        }

        public ValueTask DisposeAsync()
        {
            socket.Dispose();
            return default;
        }
    }
}

/// <summary>An address that is to be served by <see cref="DirectTransport"/>.</summary>
internal sealed class DirectEndPoint(IPAddress address, int port) : IPEndPoint(address, port);
