using System.Net.Sockets;
using System.Threading.Channels;

namespace Nws.Hosts.Languages.CSharp;

/// <summary>The kernel's end of the channel to its host.</summary>
internal sealed class HostChannel : IDisposable
{
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;
    private readonly Lock _writing = new();
    // The host bounds how many requests it has under way.
    private readonly Channel<KernelMessage.Request> _requests = Channel.CreateUnbounded<KernelMessage.Request>();

    private HostChannel(TcpClient client)
    {
        _client = client;
        _stream = client.GetStream();
    }

    /// <summary>What the host asks, in order.</summary>
    internal ChannelReader<KernelMessage.Request> Requests => _requests.Reader;

    internal static async Task<HostChannel> ConnectAsync(string address)
    {
        string[] hostAndPort = address.Split(':');
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(hostAndPort[0], int.Parse(hostAndPort[1], provider: null)).ConfigureAwait(false);
        return new HostChannel(client);
    }

    /// <summary>
    /// Receives requests, on a thread of its own: whatever a task does to the thread pool, the end of the host is noticed.
    /// </summary>
    /// <param name="closed">Called on that thread when the host has closed the channel or died.</param>
    internal void StartReceiving(Action closed)
    {
        var thread = new Thread(() =>
        {
            Receive();
            closed();
        });
        thread.IsBackground = true;
        thread.Name = "requests of the host";
        thread.Start();
    }

    /// <summary>Sends a message; when this returns it is on its way, before all later ones.</summary>
    internal void Send(KernelMessage message)
    {
        ReadOnlyMemory<byte> frame = KernelFrame.Encode(message);
        lock (_writing)
            _stream.Write(frame.Span);
    }

    public void Dispose() => _client.Dispose();

    private void Receive()
    {
        try
        {
            while (KernelFrame.Read(_stream) is { } frame)
            {
                if (KernelMessage.Decode(frame) is KernelMessage.Request request)
                    _requests.Writer.TryWrite(request);
            }
        }
        catch (IOException)
        {
            // The host was killed: the same as if it had closed the channel.
        }
    }
}
