using System.Net.Sockets;

namespace Nws.Wire;

/// <summary>
/// Lets the operating system notice within a minute that the other machine is gone (no power, no network), where it would otherwise take
/// hours: until then whatever that machine had fetched would stay in flight, and whoever waits for it would wait.
/// </summary>
internal static class KeepAlive
{
    private const int SecondsOfSilence = 30;
    private const int SecondsBetweenProbes = 10;
    private const int Probes = 3;

    public static void Enable(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, SecondsOfSilence);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, SecondsBetweenProbes);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Probes);
    }
}
