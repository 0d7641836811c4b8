using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using Nws.Values;
using Nws.Wire;

namespace Nws.Client;

/// <summary>
/// The multiplexed connection under <see cref="NwsServer"/>: requests go out through <see cref="RequestBuffer"/>, one read loop hands every response to the request
/// with its id. Requests are independent, so a blocked one holds up nothing.
/// </summary>
/// <remarks>
/// A request is never abandoned: cancelling sends <c>cancel</c> and goes on waiting for the one response, because that response may be a value, which must not be
/// lost. When the connection is lost, every unanswered request fails with the reason.
/// </remarks>
internal sealed class ClientConnection : IAsyncDisposable
{
    private const string ClosedHere = "The connection was closed by this program.";
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    private readonly Socket _socket;
    private readonly RequestBuffer _requests;
    private readonly Dictionary<uint, PendingRequest> _pending = [];
    private readonly Lock _gate = new();
    private readonly Task _reading;
    private uint _lastId;
    private NwsServerException? _lost;
    private volatile bool _closing;

    public ClientConnection(Socket socket)
    {
        _socket = socket;
        _requests = new RequestBuffer(socket);
        _reading = ReadLoopAsync();
    }

    public delegate void WriteParams<in TState>(ref MessagePackWriter writer, TState state);

    /// <summary>Why the server said it closes the connection; null if it did not say.</summary>
    public string? Bye { get; private set; }

    /// <summary>Ends when the connection does.</summary>
    public Task Closed => _reading;

    /// <summary>Sends a request and waits for its response.</summary>
    /// <exception cref="NwsException">The server's error, or the loss of the connection.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled and the request ended without taking effect.</exception>
    public async Task<Response> CallAsync<TState>(string method, TState state, WriteParams<TState> writeParams, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var pending = Register(method);
        try
        {
            await _requests.AddAsync((pending, state, writeParams), WriteRequest).ConfigureAwait(false);
        }
        catch (NwsConnectionDroppedException fault)
        {
            throw await LostAsync(fault).ConfigureAwait(false);
        }
        return await ResponseAsync(pending, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a request whose last parameter comes from a stream. <paramref name="head"/> is everything up to that parameter's content.</summary>
    public async Task<Response> CallWithStreamAsync(
        string method, Func<uint, ReadOnlyMemory<byte>> head, Stream body, long length, CancellationToken cancellationToken)
    {
        await _requests.TakeTurnAsync(cancellationToken).ConfigureAwait(false);
        PendingRequest pending;
        try
        {
            pending = Register(method);
            await _requests.SendStreamAsync(head(pending.Id), body, length).ConfigureAwait(false);
        }
        catch (NwsConnectionDroppedException fault)
        {
            throw await LostAsync(fault).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            // Half a message is out: nothing after it could be understood, so the connection is closed before anybody else has the turn.
            Lose(new NwsConnectionDroppedException($"Sending from the stream failed, so the connection was closed: {fault.Message}", fault));
            throw;
        }
        finally
        {
            _requests.ReleaseTurn();
        }
        return await ResponseAsync(pending, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a notification with one number, soon; nothing answers it. On a lost connection it does nothing: the next request reports the loss.</summary>
    public void Notify(string method, long argument)
    {
        if (Volatile.Read(ref _lost) is not null) return;
        _requests.Post((method, argument), static (ref MessagePackWriter writer, (string Method, long Argument) call) =>
        {
            writer.WriteArrayHeader(3);
            writer.WriteInteger(2L);
            writer.WriteText(call.Method);
            writer.WriteArrayHeader(1);
            writer.WriteInteger(call.Argument);
        });
    }

    /// <summary>As <see cref="Notify(string, long)"/>, with many numbers.</summary>
    public void Notify(string method, IReadOnlyCollection<long> arguments)
    {
        if (Volatile.Read(ref _lost) is not null) return;
        _requests.Post((method, arguments), static (ref MessagePackWriter writer, (string Method, IReadOnlyCollection<long> Arguments) call) =>
        {
            writer.WriteArrayHeader(3);
            writer.WriteInteger(2L);
            writer.WriteText(call.Method);
            writer.WriteArrayHeader(call.Arguments.Count);
            foreach (long argument in call.Arguments) writer.WriteInteger(argument);
        });
    }

    /// <summary>Cancels every unanswered request as if the token of its caller had been; false if there is none.</summary>
    public bool CancelAll()
    {
        PendingRequest[] unanswered;
        lock (_gate) unanswered = [.. _pending.Values];
        foreach (var request in unanswered)
        {
            request.IsCancelled = true;
            Notify(Methods.Cancel, request.Id);
        }
        return unanswered.Length > 0;
    }

    /// <summary>Ends the connection at once; unanswered requests fail.</summary>
    public void Abort() => Lose(new NwsConnectionDroppedException(ClosedHere));

    /// <summary>Closes the connection; unanswered requests fail.</summary>
    public async ValueTask DisposeAsync()
    {
        _closing = true;
        if (Volatile.Read(ref _lost) is null)
        {
            // What has been confirmed must reach the server, so the sending half is closed first and the server's end awaited.
            await _requests.FlushAsync().WaitAsync(CloseLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ShutDownSending();
            await _reading.WaitAsync(CloseLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        Abort();
        await _reading.ConfigureAwait(false);
    }

    private static void WriteRequest<TState>(
        ref MessagePackWriter writer, (PendingRequest Pending, TState State, WriteParams<TState> Write) call)
    {
        writer.WriteArrayHeader(4);
        writer.WriteInteger(0L);
        writer.WriteInteger((ulong)call.Pending.Id);
        writer.WriteText(call.Pending.Method);
        call.Write(ref writer, call.State);
    }

    /// <summary>
    /// The error of a request that could not be sent. What the server said before it closed tells more than that it takes nothing any more.
    /// </summary>
    private async Task<NwsConnectionDroppedException> LostAsync(NwsConnectionDroppedException fault)
    {
        await _reading.WaitAsync(CloseLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Lose(fault);
        return Again(_lost!);
    }

    private async Task<Response> ResponseAsync(PendingRequest pending, CancellationToken cancellationToken)
    {
        Response response;
        await using (cancellationToken.UnsafeRegister(_ => Notify(Methods.Cancel, pending.Id), null).ConfigureAwait(false))
        {
            response = await pending.Completion.ConfigureAwait(false);
        }
        if (response.Error is null) return response;
        if (response.Error.Code == ErrorCodes.Name(ErrorCode.Cancelled))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (pending.IsCancelled) throw new OperationCanceledException("The request was cancelled.");
        }
        throw response.Error.ToException();
    }

    private void ShutDownSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // Lost already; the read loop knows.
        }
    }

    private PendingRequest Register(string method)
    {
        lock (_gate)
        {
            if (_lost is not null) throw Again(_lost);
            do _lastId++;
            while (_pending.ContainsKey(_lastId));
            var pending = new PendingRequest(_lastId, method);
            _pending.Add(pending.Id, pending);
            return pending;
        }
    }

    private PendingRequest? Take(uint id)
    {
        lock (_gate) return _pending.Remove(id, out var pending) ? pending : null;
    }

    private async Task ReadLoopAsync()
    {
        var reader = PipeReader.Create(new NetworkStream(_socket, ownsSocket: false), new StreamPipeReaderOptions(bufferSize: 1 << 16));
        var scanner = new FrameScanner(WireLimits.MessageDepth);
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync().ConfigureAwait(false);
                var buffer = read.Buffer;
                while (buffer.Length > 0 && scanner.TryFindEnd(buffer, out long length))
                {
                    Receive(buffer.Slice(0, length));
                    buffer = buffer.Slice(length);
                }
                reader.AdvanceTo(buffer.Start, buffer.End);
                if (!read.IsCompleted) continue;
                Lose(new NwsConnectionDroppedException(_closing ? ClosedHere : "The server closed the connection."));
                return;
            }
        }
        catch (Exception fault)
        {
            // Whatever it is, whoever waits for a response must hear of it.
            Lose(new NwsConnectionDroppedException($"The connection to the server was lost: {fault.Message}", fault));
        }
        finally
        {
            await reader.CompleteAsync().ConfigureAwait(false);
        }
    }

    private void Receive(in ReadOnlySequence<byte> frame)
    {
        if (frame.IsSingleSegment)
        {
            Receive(frame.FirstSpan);
            return;
        }
        int length = checked((int)frame.Length);
        byte[] copy = ArrayPool<byte>.Shared.Rent(length);
        frame.CopyTo(copy);
        Receive(copy.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(copy);
    }

    private void Receive(ReadOnlySpan<byte> frame)
    {
        var reader = new MessagePackReader(frame);
        reader.ReadArrayHeader();
        switch (reader.ReadInt64())
        {
            case 1:
                uint id = (uint)reader.ReadInt64();
                var response = Response.Read(ref reader);
                Take(id)?.Complete(response);
                break;
            case 2 when reader.ReadText() == Methods.Bye:
                reader.ReadArrayHeader();
                string code = reader.ReadText();
                Bye = reader.ReadText();
                Lose(new NwsConnectionDroppedException($"The server closed the connection ({code}): {Bye}"));
                break;
            default:
                break;
        }
    }

    private void Lose(NwsServerException reason)
    {
        PendingRequest[] unanswered;
        lock (_gate)
        {
            if (_lost is not null) return;
            _lost = reason;
            unanswered = [.. _pending.Values];
            _pending.Clear();
        }
        _socket.Dispose();
        foreach (var request in unanswered) request.Fail(Again(reason));
    }

    // Every caller gets an exception of its own: a shared one would collect the stacks of all.
    private static NwsConnectionDroppedException Again(NwsServerException reason) => new(reason.Message, reason.InnerException);
}
