using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Nws.Server.Transport;

/// <summary>
/// Reads a socket into one buffer that grows with what has arrived, so a message is always in one piece and nothing is copied between a transport's buffer and a reader's.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A cancellation source without timer or link holds nothing that needs disposing.")]
internal sealed class SocketReader(Socket socket) : PipeReader
{
    private const int SmallBuffer = 4096;
    private const int Growth = 4;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(SmallBuffer);
    private int _start;
    private int _examined;
    private int _end;
    private bool _completed;
    private CancellationTokenSource _cancellation = new();
    private bool _ended;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        bool cancelled = TakeCancellation();
        if (!cancelled && _examined == _end && !_completed)
        {
            MakeRoom();
            try
            {
                int count = await ReceiveAsync(cancellationToken).ConfigureAwait(false);
                _end += count;
                _completed = count == 0;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                cancelled = TakeCancellation();
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
            {
                throw new IOException(fault.Message, fault);
            }
        }
        return Result(cancelled);
    }

    public override bool TryRead(out ReadResult result)
    {
        bool cancelled = TakeCancellation();
        bool any = cancelled || _examined < _end || _completed;
        result = any ? Result(cancelled) : default;
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

    public override void CancelPendingRead() => Volatile.Read(ref _cancellation).Cancel();

    public override void Complete(Exception? exception = null)
    {
        if (_ended) return;
        _ended = true;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private ValueTask<int> ReceiveAsync(CancellationToken cancellationToken) => cancellationToken.CanBeCanceled
        ? ReceiveUntilAsync(cancellationToken)
        : socket.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None, _cancellation.Token);

    private async ValueTask<int> ReceiveUntilAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _cancellation.Token);
        return await socket.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None, either.Token).ConfigureAwait(false);
    }

    // A cancellation ends one read, whether that has begun already or comes next.
    private bool TakeCancellation()
    {
        if (!_cancellation.IsCancellationRequested) return false;
        Volatile.Write(ref _cancellation, new CancellationTokenSource());
        return true;
    }

    private ReadResult Result(bool cancelled) => new(new ReadOnlySequence<byte>(_buffer, _start, _end - _start), cancelled, _completed);

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
