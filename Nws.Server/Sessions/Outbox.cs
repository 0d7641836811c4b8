using System.IO.Pipelines;
using Nws.Server.Engine;
using Nws.Server.Loop;
using Nws.Wire;

namespace Nws.Server.Sessions;

/// <summary>
/// Messages on their way to one client. The engine's owner adds and never waits; whoever finds the connection idle encodes and sends, and what
/// is added meanwhile goes out with the next flush. Values are encoded as they are sent, large ones from where they are stored, so waiting
/// messages cost no second copy.
/// </summary>
/// <remarks>
/// A client is too slow when more than <paramref name="limit"/> bytes wait for it, another answer comes, and it has read nothing for
/// <see cref="Patience"/>. The time counts because a client may well ask for more than the limit at once and read it as fast as it can.
/// </remarks>
internal sealed class Outbox(PipeWriter output, long limit, TimeProvider time, OutgoingValues values, Action<ErrorCode, string> close) : IAnswerSink
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private const int FlushSize = 1 << 16;
    private const int LargeValue = 1 << 15;
    private const int LargePiece = 1 << 20;

    private readonly Lock _gate = new();
    private readonly List<long> _sentLeases = [];
    private List<OutgoingMessage> _waiting = [];
    private List<OutgoingMessage> _sending = [];
    private TaskCompletionSource? _room;
    private TaskCompletionSource? _idle;
    private long _unsent;
    private long _lastProgress;
    private int _answered;
    private bool _active;
    private bool _closed;
    private bool _lost;

    /// <summary>For a client that does not confirm: called with the leases of values once they have been sent. The client itself is told no lease.</summary>
    public Action<long[]>? ConfirmSent { get; set; }

    /// <summary>Answers sent or about to be since the connection began.</summary>
    public int Answered => Volatile.Read(ref _answered);

    private long RoomLimit => limit / 16;

    public bool Add(uint request, Outcome outcome)
    {
        Interlocked.Increment(ref _answered);
        return Add(new OutgoingMessage(request, outcome));
    }

    public void Flush()
    {
        lock (_gate)
        {
            if (_active || !SwapLists()) return;
            _active = true;
        }
        _ = WriteTakenAsync();
    }

    /// <summary>Ends when the client has read enough for more requests to be taken from it.</summary>
    public Task WaitForRoomAsync()
    {
        if (Interlocked.Read(ref _unsent) <= RoomLimit) return Task.CompletedTask;
        lock (_gate)
        {
            if (_unsent <= RoomLimit || _lost) return Task.CompletedTask;
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>Takes nothing more, tells the client why if there is a reason; ends when everything is sent or the time is up.</summary>
    public async Task CloseAsync(OutgoingMessage? bye, TimeSpan timeLimit)
    {
        lock (_gate)
        {
            _closed = true;
            if (bye is { } last && !_lost) _waiting.Add(last);
        }
        Flush();
        await WhenIdle().WaitAsync(timeLimit, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private bool Add(OutgoingMessage message)
    {
        bool first, tooSlow;
        lock (_gate)
        {
            if (_closed) return false;
            if (_unsent == 0) _lastProgress = time.GetTimestamp();
            first = _waiting.Count == 0;
            tooSlow = _unsent > limit && time.GetElapsedTime(_lastProgress) > Patience;
            if (tooSlow) _waiting.Clear();
            else _waiting.Add(message);
            _closed = tooSlow;
            _unsent += message.Size;
        }
        if (tooSlow) close(ErrorCode.SlowReader, $"More than {limit} bytes of responses wait to be read.");
        return first;
    }

    private async Task WriteTakenAsync()
    {
        try
        {
            do
            {
                long written = 0;
                foreach (var message in _sending)
                {
                    written += await SendAsync(message).ConfigureAwait(false);
                    if (output.UnflushedBytes < FlushSize) continue;
                    await FlushAsync(written).ConfigureAwait(false);
                    written = 0;
                }
                await FlushAsync(written).ConfigureAwait(false);
                if (_sentLeases.Count > 0) ConfirmLeases();
            }
            while (TakeMore());
        }
        catch (NwsStorageException fault)
        {
            // Part of a value has been sent, so there is no other way to say that it was none.
            close(ErrorCode.Storage, fault.Message);
            Lose();
        }
        catch (Exception fault) when (fault is InvalidOperationException or OperationCanceledException or IOException)
        {
            // The connection is gone; the session's read loop sees it, too, and cleans up.
            Lose();
        }
    }

    private ValueTask<long> SendAsync(OutgoingMessage message) => values.MustBeRead(message.Outcome) ? ReadAndWriteAsync(message) : WriteAsync(message);

    // Others do not wait for the disk; what comes behind on this connection does, as it would for the value's bytes.
    private async ValueTask<long> ReadAndWriteAsync(OutgoingMessage message)
    {
        try
        {
            var ready = message with { Outcome = await values.ReadAsync(message.Outcome).ConfigureAwait(false) };
            return await WriteAsync(ready).ConfigureAwait(false) + message.Size - ready.Size;
        }
        finally
        {
            values.Settle(message.Outcome);
        }
    }

    /// <returns>How much of the message's size goes out with the next flush.</returns>
    private ValueTask<long> WriteAsync(OutgoingMessage message)
    {
        if (message is { Request: { } request, Outcome: Outcome.Delivered single })
        {
            if (ConfirmSent is not null) single = NotLeased(single);
            if (single.Value.Length >= LargeValue) return WriteLargeAsync(request, single, message.Size, inList: false);
            ResponseWriter.WriteDelivery(output, request, single);
        }
        else if (message is { Request: { } asked, Outcome: Outcome.DeliveredTogether { Items: var items } })
        {
            if (ConfirmSent is not null) items = [.. items.Select(NotLeased)];
            if (items is [{ Value.Length: >= LargeValue } only]) return WriteLargeAsync(asked, only, message.Size, inList: true);
            ResponseWriter.WriteDeliveries(output, asked, items);
        }
        else
        {
            ResponseWriter.Write(output, message);
        }
        return new ValueTask<long>(message.Size);
    }

    // As the client sees it that does not confirm; the lease is confirmed once the value is sent.
    private Outcome.Delivered NotLeased(Outcome.Delivered delivered)
    {
        if (delivered.Lease == 0 || delivered.HeldByProgram) return delivered;
        _sentLeases.Add(delivered.Lease);
        return delivered with { Lease = 0 };
    }

    // A large value goes from where it is stored to the socket, without being copied in between, and piece by piece, so that progress shows.
    private async ValueTask<long> WriteLargeAsync(uint request, Outcome.Delivered delivered, long size, bool inList)
    {
        if (inList) ResponseWriter.BeginOnlyDelivery(output, request);
        else ResponseWriter.BeginDelivery(output, request);
        if (delivered.Value.OnDisk is { } large) await WritePiecesAsync(large).ConfigureAwait(false);
        else await WritePiecesAsync(delivered.Value.InMemory!).ConfigureAwait(false);
        ResponseWriter.EndDelivery(output, delivered);
        return size - delivered.Value.Length;
    }

    private async ValueTask WritePiecesAsync(byte[] value)
    {
        for (int sent = 0; sent < value.Length; sent += LargePiece) await WritePieceAsync(value.AsMemory(sent, Math.Min(LargePiece, value.Length - sent))).ConfigureAwait(false);
    }

    private async ValueTask WritePiecesAsync(LargeValue value)
    {
        using var pieces = values.Open(value);
        while (await pieces.NextAsync().ConfigureAwait(false) is { IsEmpty: false } piece) await WritePieceAsync(piece).ConfigureAwait(false);
    }

    private async ValueTask WritePieceAsync(ReadOnlyMemory<byte> piece)
    {
        await output.WriteAsync(piece).ConfigureAwait(false);
        await FlushAsync(piece.Length).ConfigureAwait(false);
    }

    private async ValueTask FlushAsync(long size)
    {
        var flushed = await output.FlushAsync().ConfigureAwait(false);
        if (flushed.IsCompleted) throw new IOException("The client is gone.");
        lock (_gate)
        {
            _unsent -= size;
            _lastProgress = time.GetTimestamp();
            if (_unsent <= RoomLimit / 2) GiveRoom();
        }
    }

    private void ConfirmLeases()
    {
        long[] leases = [.. _sentLeases];
        _sentLeases.Clear();
        ConfirmSent!(leases);
    }

    private bool TakeMore()
    {
        lock (_gate)
        {
            if (SwapLists()) return true;
            _sending.Clear();
            BecomeIdle();
            return false;
        }
    }

    private bool SwapLists()
    {
        if (_waiting.Count == 0) return false;
        _sending.Clear();
        (_waiting, _sending) = (_sending, _waiting);
        return true;
    }

    private void Lose()
    {
        lock (_gate)
        {
            (_closed, _lost) = (true, true);
            _waiting.Clear();
            GiveRoom();
            BecomeIdle();
        }
    }

    private void GiveRoom()
    {
        _room?.TrySetResult();
        _room = null;
    }

    private void BecomeIdle()
    {
        _active = false;
        _idle?.TrySetResult();
    }

    private Task WhenIdle()
    {
        lock (_gate)
        {
            if (!_active) return Task.CompletedTask;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }
}
