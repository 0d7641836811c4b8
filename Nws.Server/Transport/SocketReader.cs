using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Nws.Server.Transport;

/// <summary>
/// Reads a socket into one buffer that grows with what has arrived, so a message is always in one piece and nothing is copied between a transport's buffer and a reader's.
/// </summary>
internal sealed class SocketReader(Socket socket) : PipeReader
{
    private const int SmallBuffer = 4096;
    private const int Growth = 4;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(SmallBuffer);
    private int _start;
    private int _examined;
    private int _end;
    private bool _completed;
    private volatile bool _cancelled;
    private volatile bool _ended;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (_examined == _end && !_completed && !_cancelled)
        {
            MakeRoom();
            try
            {
                int count = await socket.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None, cancellationToken).ConfigureAwait(false);
                _end += count;
                _completed = count == 0;
            }
            catch (SocketException) when (_cancelled)
            {
                _completed = true;
            }
            catch (SocketException fault)
            {
                throw new IOException(fault.Message, fault);
            }
        }
        return Result();
    }

    public override bool TryRead(out ReadResult result)
    {
        bool any = _examined < _end || _completed || _cancelled;
        result = any ? Result() : default;
        return any;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _start = consumed.GetInteger();
        _examined = examined.GetInteger();
        if (_start < _end) return;
        _start = _examined = _end = 0;
        // A large message is over; its buffer is of more use to the next connection that receives one.
        if (_buffer.Length > SmallBuffer * Growth) Exchange(SmallBuffer);
    }

    /// <summary>Ends the read that waits, or the next one. Only ever called to end the connection, so the socket's receiving half is shut.</summary>
    public override void CancelPendingRead()
    {
        _cancelled = true;
        try
        {
            socket.Shutdown(SocketShutdown.Receive);
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // It is over already.
        }
    }

    public override void Complete(Exception? exception = null)
    {
        if (_ended) return;
        _ended = true;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private ReadResult Result() => new(new ReadOnlySequence<byte>(_buffer, _start, _end - _start), _cancelled, _completed);

    private void MakeRoom()
    {
        if (_end < _buffer.Length) return;
        int held = _end - _start;
        if (_start >= held)
        {
            _buffer.AsSpan(_start, held).CopyTo(_buffer);
            (_start, _examined, _end) = (0, held, held);
        }
        else
        {
            Exchange((int)Math.Min((long)_buffer.Length * Growth, Array.MaxLength));
        }
    }

    private void Exchange(int size)
    {
        int held = _end - _start;
        byte[] next = ArrayPool<byte>.Shared.Rent(size);
        _buffer.AsSpan(_start, held).CopyTo(next);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = next;
        (_start, _examined, _end) = (0, _examined - _start, held);
    }
}
