using System.Net;
using System.Net.Sockets;

namespace Nws.TestKit;

/// <summary>Ports for programs that cannot choose one themselves.</summary>
internal static class FreePort
{
    /// <summary>A port of this machine that nobody listened on a moment ago. Neighbours of known ports are no choice: the system gives them to connections.</summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
