using System.Net.Sockets;

namespace Nws.Hosts.Languages.KernelEnd;

/// <summary>
/// The kernel's end of the channel to its host. It only ever blocks: a socket that has once been used asynchronously wakes its reader by
/// way of another thread, which would be half the price of a small task.
/// </summary>
internal sealed class HostChannel : IDisposable
{
    private readonly TcpClient _client;
    private readonly BufferedStream _incoming;
    private readonly Lock _writing = new();

    private HostChannel(TcpClient client)
    {
        _client = client;
        _incoming = new BufferedStream(client.GetStream());
    }

    /// <summary>The position of the element of a map whose output is what is printed now; null outside of maps.</summary>
    internal int? Element { get; set; }

    internal static HostChannel Connect(string address)
    {
        string[] hostAndPort = address.Split(':');
        var client = new TcpClient(AddressFamily.InterNetwork) { NoDelay = true };
        client.Connect(hostAndPort[0], int.Parse(hostAndPort[1], provider: null));
        return new HostChannel(client);
    }

    /// <summary>Waits for the next request of the host. One thread at a time may do so.</summary>
    /// <returns>The request; null if the host has closed the channel or died.</returns>
    internal KernelMessage.Request? Receive()
    {
        try
        {
            while (KernelFrame.Read(_incoming) is { } frame)
            {
                if (KernelMessage.Decode(frame) is KernelMessage.Request request)
                    return request;
            }
        }
        catch (IOException)
        {
            // The host was killed: the same as if it had closed the channel.
        }
        return null;
    }

    /// <summary>Sends a message; when this returns it is on its way, before all later ones.</summary>
    internal void Send(KernelMessage message)
    {
        ReadOnlyMemory<byte> frame = KernelFrame.Encode(message);
        lock (_writing)
            _client.Client.Send(frame.Span);
    }

    public void Dispose() => _client.Dispose();
}
