using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace Nws.Server.Transport;

/// <summary>Collects what is to be sent and sends it when flushed; large pieces go from where they are, without being collected.</summary>
internal sealed class SocketWriter(Socket socket) : PipeWriter
{
    private const int SmallBuffer = 4096;
    private const int Direct = 1 << 14;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(SmallBuffer);
    private int _count;
    private volatile bool _isSending;
    private bool _ended;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _count;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_ended) throw new InvalidOperationException("The connection has been ended; nothing more can be written to it.");
        Ensure(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(_count);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes) => _count += bytes;

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_count == 0) return default;
        // The usual case, everything taken by the socket at once, costs no state machine.
        var sending = socket.SendAsync(_buffer.AsMemory(0, _count), SocketFlags.None, cancellationToken);
        if (!sending.IsCompletedSuccessfully) return FinishAsync(sending, cancellationToken);
        int sent = sending.Result;
        if (sent < _count) return FinishAsync(new ValueTask<int>(sent), cancellationToken);
        _count = 0;
        Shrink();
        return default;
    }

    public override async ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        if (source.Length < Direct)
        {
            source.CopyTo(GetMemory(source.Length));
            Advance(source.Length);
            return default;
        }
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        await SendAllAsync(source, cancellationToken).ConfigureAwait(false);
        return default;
    }

    public override void CancelPendingFlush()
    {
        // A send ends when the connection does; nobody waits for less.
    }

    /// <summary>Tells the client that nothing more comes; what it sends may still be read.</summary>
    public override void Complete(Exception? exception = null)
    {
        if (_ended) return;
        _ended = true;
        // A buffer the socket still sends from must not get into other hands; it goes with the connection.
        if (!_isSending)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            (_buffer, _count) = ([], 0);
        }
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // The client was faster.
        }
    }

    private async ValueTask<FlushResult> FinishAsync(ValueTask<int> sending, CancellationToken cancellationToken)
    {
        _isSending = true;
        try
        {
            int sent = await sending.ConfigureAwait(false);
            await SendAllAsync(_buffer.AsMemory(sent, _count - sent), cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException fault)
        {
            throw new IOException(fault.Message, fault);
        }
        _isSending = false;
        _count = 0;
        Shrink();
        return default;
    }

    private async ValueTask SendAllAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            while (bytes.Length > 0) bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, cancellationToken).ConfigureAwait(false)..];
        }
        catch (SocketException fault)
        {
            throw new IOException(fault.Message, fault);
        }
    }

    private void Ensure(int free)
    {
        if (_buffer.Length - _count >= free) return;
        byte[] next = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, checked(_count + free)));
        _buffer.AsSpan(0, _count).CopyTo(next);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = next;
    }

    private void Shrink()
    {
        if (_ended || _buffer.Length <= 1 << 17) return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = ArrayPool<byte>.Shared.Rent(SmallBuffer);
    }
}
