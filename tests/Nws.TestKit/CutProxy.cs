using System.Net;
using System.Net.Sockets;

namespace Nws.TestKit;

/// <summary>
/// Stands between clients and a server and loses connections: all at once, or the next ones after so many bytes. Both sides see what a broken network shows them; what is in between is lost.
/// </summary>
internal sealed class CutProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private readonly List<Passage> _passages = [];
    private readonly Task _accepting;
    private NwsEndpoint _target;
    private bool _closed;

    public CutProxy(NwsEndpoint target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public NwsEndpoint Endpoint => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);

    /// <summary>How many connections were made.</summary>
    public int Connections { get; private set; }

    /// <summary>How many bytes came through in both directions.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate) return _passages.Sum(passage => passage.Bytes);
        }
    }

    /// <summary>Loses all connections that there are.</summary>
    public void Cut()
    {
        lock (_gate) _passages.ForEach(passage => passage.Cut());
    }

    /// <summary>Loses the connections that there are once so many bytes more have come through one of them, in both directions together.</summary>
    public void CutAfter(long bytes)
    {
        lock (_gate) _passages.ForEach(passage => passage.CutAfter(bytes));
    }

    /// <summary>Loses all connections and lets none be made until <see cref="Open"/>.</summary>
    public void Close()
    {
        lock (_gate) _closed = true;
        Cut();
    }

    /// <summary>Lets connections be made again.</summary>
    /// <param name="target">To another server; null: to the same.</param>
    public void Open(NwsEndpoint? target = null)
    {
        lock (_gate) (_closed, _target) = (false, target ?? _target);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Cut();
        Task[] ends;
        lock (_gate) ends = [.. _passages.Select(passage => passage.Running)];
        await Task.WhenAll(ends).Soon("the end of the proxy");
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            var client = await _listener.AcceptSocketAsync(_end.Token);
            NwsEndpoint target;
            lock (_gate)
            {
                if (_closed)
                {
                    client.Close(timeout: 0);
                    continue;
                }
                target = _target;
            }
            var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            client.NoDelay = true;
            try
            {
                await server.ConnectAsync(target.Host, target.Port, _end.Token);
            }
            catch (SocketException)
            {
                server.Dispose();
                client.Close(timeout: 0);
                continue;
            }
            lock (_gate)
            {
                Connections++;
                _passages.Add(new Passage(client, server));
                if (_closed) _passages[^1].Cut();
            }
        }
    }

    /// <summary>One connection, there and back.</summary>
    private sealed class Passage
    {
        private readonly Socket _client;
        private readonly Socket _server;
        private readonly Lock _gate = new();
        private long _left = long.MaxValue;
        private long _bytes;

        public Passage(Socket client, Socket server)
        {
            (_client, _server) = (client, server);
            Running = Task.WhenAll(Task.Run(() => PassAsync(client, server)), Task.Run(() => PassAsync(server, client)));
        }

        public Task Running { get; }

        public long Bytes => Interlocked.Read(ref _bytes);

        public void CutAfter(long bytes)
        {
            lock (_gate) _left = bytes;
        }

        public void Cut()
        {
            _client.Close(timeout: 0);
            _server.Close(timeout: 0);
        }

        private async Task PassAsync(Socket from, Socket to)
        {
            byte[] piece = new byte[1 << 16];
            try
            {
                while (await from.ReceiveAsync(piece) is > 0 and var count)
                {
                    int passed;
                    lock (_gate)
                    {
                        passed = (int)Math.Min(count, _left);
                        _left -= _left == long.MaxValue ? 0 : passed;
                    }
                    for (int sent = 0; sent < passed;) sent += await to.SendAsync(piece.AsMemory(sent, passed - sent));
                    Interlocked.Add(ref _bytes, passed);
                    if (passed == count) continue;
                    Cut();
                    return;
                }
                to.Shutdown(SocketShutdown.Send);
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
            {
                Cut();
            }
        }
    }
}
