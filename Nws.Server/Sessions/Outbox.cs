using System.IO.Pipelines;
using Nws.Server.Engine;
using Nws.Server.Loop;
using Nws.Wire;

namespace Nws.Server.Sessions;

/// <summary>
/// Messages on their way to one client. The engine's owner adds and never waits; whoever finds the connection idle encodes and sends, and what is added meanwhile goes out
/// with the next flush. Values are encoded as they are sent, so waiting messages cost no second copy.
/// </summary>
internal sealed class Outbox(PipeWriter output, long limit, Action<ErrorCode, string> overflow) : IAnswerSink
{
    private const int FlushSize = 1 << 16;
    private const int LargeValue = 1 << 15;

    private readonly Lock _gate = new();
    private readonly List<long> _sentLeases = [];
    private List<OutgoingMessage> _waiting = [];
    private List<OutgoingMessage> _sending = [];
    private TaskCompletionSource? _room;
    private TaskCompletionSource? _idle;
    private long _unsent;
    private int _answered;
    private bool _active;
    private bool _closed;

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
        lock (_gate)
        {
            if (Interlocked.Read(ref _unsent) <= RoomLimit || _closed) return Task.CompletedTask;
            _room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            // Looked at again now that Sent can see somebody waiting.
            if (Interlocked.Read(ref _unsent) <= RoomLimit / 2) _room.TrySetResult();
            return _room.Task;
        }
    }

    /// <summary>Takes nothing more, tells the client why if there is a reason, and ends when everything is sent or <paramref name="patience"/> is over.</summary>
    public async Task CloseAsync(OutgoingMessage? bye, TimeSpan patience)
    {
        lock (_gate)
        {
            if (bye is { } last && !_closed) _waiting.Add(last);
            _closed = true;
            _room?.TrySetResult();
        }
        Flush();
        await WhenIdle().WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private bool Add(OutgoingMessage message)
    {
        bool first, full;
        lock (_gate)
        {
            if (_closed) return false;
            first = _waiting.Count == 0;
            full = _unsent > limit;
            if (full) _waiting.Clear();
            else _waiting.Add(message);
            _closed = full;
            Interlocked.Add(ref _unsent, message.Size);
        }
        if (full) overflow(ErrorCode.SlowReader, $"More than {limit} bytes of responses wait to be read.");
        return first;
    }

    private async Task WriteTakenAsync()
    {
        try
        {
            do
            {
                foreach (var message in _sending)
                {
                    await WriteAsync(message).ConfigureAwait(false);
                    Sent(message.Size);
                    if (output.UnflushedBytes >= FlushSize) await output.FlushAsync().ConfigureAwait(false);
                }
                await output.FlushAsync().ConfigureAwait(false);
                if (_sentLeases.Count > 0) ConfirmLeases();
            }
            while (TakeMore());
        }
        catch (Exception fault) when (fault is InvalidOperationException or OperationCanceledException or IOException)
        {
            // The connection is gone; the session's read loop sees it, too, and cleans up.
            lock (_gate)
            {
                _closed = true;
                _waiting.Clear();
                _room?.TrySetResult();
                BecomeIdle();
            }
        }
    }

    private ValueTask WriteAsync(OutgoingMessage message)
    {
        if (message is not { Request: { } request, Outcome: Outcome.Delivered delivered })
        {
            ResponseWriter.Write(output, message);
            return default;
        }
        if (ConfirmSent is not null && delivered.Lease != 0 && !delivered.HeldByProgram)
        {
            _sentLeases.Add(delivered.Lease);
            delivered = delivered with { Lease = 0 };
        }
        if (delivered.Value.Length >= LargeValue) return WriteLargeAsync(request, delivered);
        ResponseWriter.WriteDelivery(output, request, delivered);
        return default;
    }

    // A large value goes from where it is stored to the socket, without being copied in between.
    private async ValueTask WriteLargeAsync(uint request, Outcome.Delivered delivered)
    {
        ResponseWriter.BeginDelivery(output, request);
        await output.WriteAsync(delivered.Value).ConfigureAwait(false);
        ResponseWriter.EndDelivery(output, delivered);
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

    private void Sent(long size)
    {
        if (Interlocked.Add(ref _unsent, -size) > RoomLimit / 2 || Volatile.Read(ref _room) is null) return;
        lock (_gate)
        {
            _room?.TrySetResult();
            _room = null;
        }
    }
}
