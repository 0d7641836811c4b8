using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Nws.Values;

namespace Nws.Client;

/// <summary>
/// Messages on their way to the server. Any thread adds whole messages; whoever finds the socket idle sends, and what others add meanwhile
/// goes out with the next send. So one caller pays no hand-over to a writer thread, and many callers share system calls.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore holds no handle; whoever waits for it must get it even after the end.")]
internal sealed class RequestBuffer(ServerSocket firstSocket)
{
    private const int HighWater = 1 << 20;
    private const int KeepCapacity = SentRequests.LargeMessage - 1;

    private readonly SemaphoreSlim _socketTurn = new(1);
    private readonly Lock _gate = new();
    private readonly Queue<ArrayBufferWriter<byte>> _full = new();
    private ArrayBufferWriter<byte> _collecting = new(4096);
    private ArrayBufferWriter<byte> _sending = new(4096);
    private ServerSocket _socket = firstSocket;
    private SentRequests? _sent;
    private TaskCompletionSource? _idle;
    private bool _active;
    private bool _suspended;
    private bool _wakeQueued;

    public delegate void WriteMessage<in TState>(ref MessagePackWriter writer, TState state);

    /// <summary>Adds a message and sees to it that it is sent. The task ends when more may be added: at once, unless the server is slow to read.</summary>
    /// <exception cref="NwsConnectionDroppedException">The socket takes nothing more.</exception>
    /// <param name="state">For <paramref name="write"/>.</param>
    /// <param name="write">Writes the message.</param>
    /// <param name="request">The request that it is, to be sent again if the session is resumed.</param>
    public Task AddAsync<TState>(TState state, WriteMessage<TState> write, PendingRequest? request = null)
    {
        bool start;
        lock (_gate)
        {
            Write(state, write, request);
            if (_suspended) return Task.CompletedTask;
            start = !_active;
            _active = true;
            if (!start && _full.Count == 0 && _collecting.WrittenCount < HighWater) return Task.CompletedTask;
        }
        return start ? SendCollectedAsync() : WaitForRoomAsync();
    }

    /// <summary>Adds a message that nobody waits for. It goes out with the next one, or by itself as soon as a pool thread is free.</summary>
    public void Post<TState>(TState state, WriteMessage<TState> write)
    {
        lock (_gate)
        {
            Write(state, write);
            if (_active || _wakeQueued || _suspended) return;
            _wakeQueued = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(static buffer => _ = buffer.SendPostedAsync(), this, preferLocal: false);
    }

    /// <summary>Ends when everything added so far has been sent, or cannot be.</summary>
    public async Task FlushAsync()
    {
        await SendPostedAsync().ConfigureAwait(false);
        await WhenIdleAsync().ConfigureAwait(false);
    }

    private async Task WhenIdleAsync()
    {
        Task idle;
        lock (_gate)
        {
            if (_active) _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            idle = _active ? _idle!.Task : Task.CompletedTask;
        }
        await idle.ConfigureAwait(false);
    }

    /// <summary>Waits until the socket is the caller's, for <see cref="SendStreamAsync"/>; <see cref="ReleaseTurn"/> must follow.</summary>
    public Task TakeTurnAsync(CancellationToken cancellationToken) => _socketTurn.WaitAsync(cancellationToken);

    public void ReleaseTurn() => _socketTurn.Release();

    /// <summary>Sends one message whose body comes from a stream, piece by piece, without collecting it. Other messages wait meanwhile.</summary>
    /// <remarks>Not to be cancelled: once the head is out, the message has to be finished.</remarks>
    /// <exception cref="NwsConnectionDroppedException">The socket takes nothing more.</exception>
    public async Task SendStreamAsync(ReadOnlyMemory<byte> head, Stream body, long length, PendingRequest request)
    {
        byte[] piece = ArrayPool<byte>.Shared.Rent(1 << 17);
        try
        {
            while (TakeCollectedBefore(request)) await SendAllAsync(_sending.WrittenMemory).ConfigureAwait(false);
            await SendAllAsync(head).ConfigureAwait(false);
            for (long left = length; left > 0;)
            {
                int count = await body.ReadAsync(piece.AsMemory(0, (int)Math.Min(left, piece.Length)), CancellationToken.None).ConfigureAwait(false);
                if (count == 0) throw new EndOfStreamException($"The stream ended {left} bytes before the {length} it announced.");
                await SendAllAsync(piece.AsMemory(0, count)).ConfigureAwait(false);
                left -= count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    /// <summary>From now on requests are kept until they are answered, and a lost socket is no fault: another will come.</summary>
    public void KeepSent(SentRequests sent)
    {
        lock (_gate) _sent = sent;
    }

    /// <summary>The socket is lost. What is written until <see cref="ResumeAsync"/> is only kept.</summary>
    public void Suspend()
    {
        lock (_gate)
        {
            _suspended = true;
            _full.Clear();
            _collecting = new ArrayBufferWriter<byte>(4096);
        }
    }

    /// <summary>Goes on over another socket.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="again">What to send before anything else; asked for when nothing more can be written in between.</param>
    public async Task ResumeAsync(ServerSocket socket, Func<IEnumerable<ReadOnlyMemory<byte>>> again)
    {
        await WhenIdleAsync().ConfigureAwait(false);
        await _socketTurn.WaitAsync().ConfigureAwait(false);
        try
        {
            lock (_gate)
            {
                var messages = again();
                (_socket, _suspended) = (socket, false);
                foreach (var message in messages)
                {
                    NextBuffer();
                    _collecting.Write(message.Span);
                }
            }
        }
        finally
        {
            _socketTurn.Release();
        }
        await SendPostedAsync().ConfigureAwait(false);
    }

    private void Write<TState>(TState state, WriteMessage<TState> write, PendingRequest? request = null)
    {
        NextBuffer();
        int start = _collecting.WrittenCount;
        var writer = new MessagePackWriter(_collecting);
        write(ref writer, state);
        if (_sent is null) return;
        if (request is not null) _sent.Keep(request, _collecting.WrittenMemory[start..]);
        if (!_suspended) return;
        if (_collecting.Capacity >= SentRequests.LargeMessage) _collecting = new ArrayBufferWriter<byte>(4096);
        else _collecting.ResetWrittenCount();
    }

    private void NextBuffer()
    {
        if (_collecting.WrittenCount >= HighWater)
        {
            // One buffer cannot grow for ever.
            _full.Enqueue(_collecting);
            _collecting = new ArrayBufferWriter<byte>(4096);
        }
    }

    private async Task SendPostedAsync()
    {
        lock (_gate)
        {
            _wakeQueued = false;
            if (_active || _suspended) return;
            _active = true;
        }
        try
        {
            await SendCollectedAsync().ConfigureAwait(false);
        }
        catch (NwsConnectionDroppedException)
        {
            // The read loop notices the same and tells whoever waits for a response.
        }
    }

    private async Task SendCollectedAsync()
    {
        try
        {
            while (await SendSomeAsync().ConfigureAwait(false)) { }
        }
        catch (NwsConnectionDroppedException) when (_sent is not null)
        {
            // The read loop notices the same, and another socket will come.
            BecomeIdle();
        }
        catch
        {
            BecomeIdle();
            throw;
        }
    }

    // Whoever has the turn takes what was collected, so that all goes out in the order in which it was written.
    private async Task<bool> SendSomeAsync()
    {
        await _socketTurn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!TakeCollected()) return false;
            await SendAllAsync(_sending.WrittenMemory).ConfigureAwait(false);
            return true;
        }
        finally
        {
            _socketTurn.Release();
        }
    }

    private bool TakeCollected()
    {
        lock (_gate)
        {
            if (TrySwap()) return true;
            BecomeIdle();
            return false;
        }
    }

    // Counted when nothing is left that was written before it.
    private bool TakeCollectedBefore(PendingRequest stream)
    {
        lock (_gate)
        {
            if (TrySwap()) return true;
            _sent?.Count(stream);
            return false;
        }
    }

    private bool TrySwap()
    {
        if (_full.TryDequeue(out var full))
        {
            _sending = full;
            return true;
        }
        if (_collecting.WrittenCount == 0) return false;
        (_collecting, _sending) = (_sending.Capacity > KeepCapacity ? new ArrayBufferWriter<byte>(4096) : _sending, _collecting);
        _collecting.ResetWrittenCount();
        return true;
    }

    private void BecomeIdle()
    {
        lock (_gate)
        {
            _active = false;
            _idle?.TrySetResult();
            _idle = null;
        }
    }

    private async Task WaitForRoomAsync()
    {
        await _socketTurn.WaitAsync().ConfigureAwait(false);
        _socketTurn.Release();
    }

    private async ValueTask SendAllAsync(ReadOnlyMemory<byte> bytes)
    {
        var socket = _socket;
        try
        {
            await socket.SendAsync(bytes).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is SocketException or IOException or ObjectDisposedException)
        {
            throw new NwsConnectionDroppedException($"The connection to the server was lost: {fault.Message}", fault);
        }
    }
}
