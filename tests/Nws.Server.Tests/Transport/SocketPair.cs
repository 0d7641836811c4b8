using System.Net;
using System.Net.Sockets;
using Nws.TestKit;

namespace Nws.Server.Tests.Transport;

/// <summary>Both ends of one connection on this machine.</summary>
internal sealed record SocketPair(Socket Here, Socket There) : IDisposable
{
    public static async Task<SocketPair> ConnectAsync()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        listener.Listen();
        var here = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await here.ConnectAsync(listener.LocalEndPoint!).Soon();
        return new SocketPair(here, await listener.AcceptAsync().Soon());
    }

    public void Dispose()
    {
        Here.Dispose();
        There.Dispose();
    }
}
