using System.Net.Sockets;
using System.Text;

namespace Nws.Hosts.Cli.Service;

/// <summary>Tells systemd, if it started this process and wants to know, that the server listens, or that it is being stopped.</summary>
internal static class ServiceNotice
{
    private const string Variable = "NOTIFY_SOCKET";

    public static void Ready() => Tell("READY=1");

    public static void Stopping() => Tell("STOPPING=1");

    private static void Tell(string state)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 1 } path) return;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            // An @ stands for the zero byte that abstract names begin with.
            socket.SendTo(Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(path[0] == '@' ? $"\0{path[1..]}" : path));
        }
        catch (SocketException)
        {
            // Whoever wanted to know is gone; the server serves all the same.
        }
    }
}
