using System.Net;
using System.Net.Sockets;

namespace Nws.Benchmarks.Load;

/// <summary>Sends back what it receives, with nothing above the socket. Runs as a process of its own, like the servers it is the floor for.</summary>
internal static class EchoServer
{
    public static async Task RunAsync(int port)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen();
        while (true) _ = EchoAsync(await listener.AcceptAsync());
    }

    private static async Task EchoAsync(Socket socket)
    {
        using (socket)
        {
            socket.NoDelay = true;
            byte[] buffer = new byte[1 << 16];
            try
            {
                for (int count; (count = await socket.ReceiveAsync(buffer)) > 0;)
                {
                    for (int sent = 0; sent < count;) sent += await socket.SendAsync(buffer.AsMemory(sent, count - sent));
                }
            }
            catch (SocketException)
            {
                // The client is gone.
            }
        }
    }
}
