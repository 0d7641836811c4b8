using System.Collections.Concurrent;
using System.Net.Sockets;
using Nws.Values;
using Nws.Wire;

namespace Nws.Client;

/// <summary>
/// The multiplexed connection under <see cref="NwsServer"/>: requests go out through <see cref="RequestBuffer"/>, the read loop of the <see cref="ServerLink"/> hands every response to the request
/// with its id. Requests are independent, so a blocked one holds up nothing.
/// </summary>
/// <remarks>
/// A request is never abandoned: cancelling sends <c>cancel</c> and goes on waiting for the one response, because that response may be a value, which must not be
/// lost. When a link is lost, <see cref="ClientSession"/> makes another, if the server lets sessions be resumed; else, or when that fails, every unanswered request fails with the reason.
/// </remarks>
internal sealed class ClientConnection : IAsyncDisposable
{
    private const string ClosedHere = "The connection was closed by this program.";
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    private readonly NwsConnectionOptions _options;
    private readonly Dictionary<uint, PendingRequest> _pending = [];
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ServerLink _link;
    private RequestBuffer _requests;
    private ClientSession? _session;
    private uint _lastId;
    private NwsServerException? _lost;
    private volatile bool _closing;

    private ClientConnection(NwsConnectionOptions options, ServerSocket socket)
    {
        _options = options;
        _link = new ServerLink(socket, Receive, LinkEnded);
        _requests = new RequestBuffer(socket);
    }

    public delegate void WriteParams<in TState>(ref MessagePackWriter writer, TState state);

    /// <summary>Why the server said it closes the connection; null if it did not say.</summary>
    public string? Bye => _link.Bye?.Message;

    /// <summary>Ends when the connection does.</summary>
    public Task Closed => _ended.Task;

    /// <summary>Called when the connection was lost, is there again, or has ended.</summary>
    public Action<NwsConnectionChange>? Changed { get; set; }

    /// <summary>Names of the workspaces that were opened, to be opened again on a server that was started again.</summary>
    public ConcurrentDictionary<string, bool> Opened { get; } = new(StringComparer.Ordinal);

    /// <summary>What the server said of itself.</summary>
    public ServerGreeting? Greeting { get; private set; }

    /// <summary>A connection over a socket that has not been used yet.</summary>
    public static ClientConnection Over(ServerSocket socket, NwsConnectionOptions options) => new(options, socket);

    /// <summary>Says hello.</summary>
    /// <exception cref="NwsException">The server refuses this program, or the connection is lost.</exception>
    public async Task<ServerGreeting> GreetAsync()
    {
        var resume = _options.Grace == TimeSpan.Zero ? null : new ResumeRequest(_options.Grace);
        Greeting = await _link.GreetAsync(_options, resume).ConfigureAwait(false);
        if (Greeting.Resume is not { } resumption) return Greeting;
        var session = new ClientSession(this, _options, _requests, resumption);
        _requests.KeepSent(session.Sent);
        lock (_gate) _session = session;
        session.Begin();
        return Greeting;
    }

    /// <summary>Sends a request and waits for its response.</summary>
    /// <exception cref="NwsException">The server's error, or the loss of the connection.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled and the request ended without taking effect.</exception>
    public Task<Response> CallAsync<TState>(string method, TState state, WriteParams<TState> writeParams, CancellationToken cancellationToken)
    {
        // Asynchronous is only what has no type parameter: every kind of state would have to be compiled at a program's start.
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<Response>(cancellationToken);
        try
        {
            var pending = Register(method);
            return FinishAsync(pending, _requests.AddAsync((pending, state, writeParams), WriteRequest, pending), cancellationToken);
        }
        catch (Exception fault)
        {
            return Task.FromException<Response>(fault);
        }
    }

    /// <summary>Sends a request whose last parameter comes from a stream. <paramref name="head"/> is everything up to that parameter's content.</summary>
    public async Task<Response> CallWithStreamAsync(
        string method, Func<uint, ReadOnlyMemory<byte>> head, Stream body, long length, CancellationToken cancellationToken)
    {
        long start = body.Position;
        uint? id = null;
        while (true)
        {
            var pending = await SendStreamAsync(method, id, head, body, length, cancellationToken).ConfigureAwait(false);
            try
            {
                return await ResponseAsync(pending, cancellationToken).ConfigureAwait(false);
            }
            catch (SendAgainException)
            {
                (body.Position, id) = (start, pending.Id);
            }
        }
    }

    /// <summary>Sends a notification with one number, soon; nothing answers it. On a lost connection it does nothing: the next request reports the loss.</summary>
    public void Notify(string method, long argument) => Notify(method, [argument]);

    /// <summary>As <see cref="Notify(string, long)"/>, with many numbers.</summary>
    public void Notify(string method, IReadOnlyCollection<long> arguments)
    {
        if (Volatile.Read(ref _lost) is not null) return;
        _requests.Post((method, arguments), static (ref MessagePackWriter writer, (string Method, IReadOnlyCollection<long> Arguments) call) =>
            WriteNotification(ref writer, call.Method, call.Arguments));
        if (method != Methods.Confirm || _session is not { } session) return;
        foreach (long lease in arguments) session.Sent.Confirmed(lease);
    }

    /// <summary>Cancels every unanswered request as if the token of its caller had been; false if there is none.</summary>
    public bool CancelAll()
    {
        var unanswered = Unanswered();
        foreach (var request in unanswered)
        {
            request.IsCancelled = true;
            Cancel(request);
        }
        return unanswered.Length > 0;
    }

    /// <summary>Ends the connection at once; unanswered requests fail.</summary>
    public void Abort() => Lose(new NwsConnectionDroppedException(ClosedHere));

    /// <summary>Closes the connection; unanswered requests fail.</summary>
    public async ValueTask DisposeAsync()
    {
        _closing = true;
        _session?.Stop();
        if (Volatile.Read(ref _lost) is null)
        {
            // What has been confirmed must reach the server, so the sending half is closed first and the server's end awaited.
            await (_session is null ? _requests.FlushAsync() : SayByeAsync()).WaitAsync(CloseLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _link.EndSending();
            await _link.Reading.WaitAsync(CloseLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        Abort();
        await _link.Reading.ConfigureAwait(false);
    }

    /// <summary>Tells the server that this program ends, so that it does not wait for it.</summary>
    public Task SayByeAsync()
    {
        Notify(Methods.Bye, []);
        return _requests.FlushAsync();
    }

    /// <summary>All requests without an answer.</summary>
    public PendingRequest[] Unanswered()
    {
        lock (_gate) return [.. _pending.Values];
    }

    /// <summary>Makes a request by itself, for which nobody waits.</summary>
    public PendingRequest Register(string method, uint? again = null)
    {
        lock (_gate)
        {
            if (_lost is not null) throw Again(_lost);
            if (again is null)
            {
                do _lastId++;
                while (_lastId == ServerLink.HelloId || _pending.ContainsKey(_lastId));
            }
            var pending = new PendingRequest(again ?? _lastId, method);
            _pending.Add(pending.Id, pending);
            return pending;
        }
    }

    /// <summary>Another link to the server, not greeted yet.</summary>
    public ServerLink NewLink(ServerSocket socket) => new(socket, Receive, LinkEnded);

    /// <summary>The connection goes on over another link; false if that has been lost already.</summary>
    public bool TryUse(ServerLink link)
    {
        lock (_gate)
        {
            if (_lost is not null || link.HasEnded) return false;
            _link = link;
            return true;
        }
    }

    /// <summary>What was sent as a stream and has not reached the server is sent again by its sender.</summary>
    public void SendStreamsAgain(long received)
    {
        foreach (var request in Unanswered().Where(request => request.Message.IsEmpty && request.Number > received))
        {
            Take(request.Id);
            request.Fail(new SendAgainException());
        }
    }

    /// <summary>The end of the connection.</summary>
    public void Lose(NwsServerException reason)
    {
        PendingRequest[] unanswered;
        lock (_gate)
        {
            if (_lost is not null) return;
            _lost = reason;
            unanswered = [.. _pending.Values];
            _pending.Clear();
        }
        _session?.Stop();
        _link.Dispose();
        foreach (var request in unanswered) request.Fail(Again(reason));
        _ended.TrySetResult();
        Changed?.Invoke(new NwsConnectionChange(NwsConnectionState.Closed, reason.Message));
    }

    public static void WriteNotification(ref MessagePackWriter writer, string method, IReadOnlyCollection<long> arguments)
    {
        writer.WriteArrayHeader(3);
        writer.WriteInteger(2L);
        writer.WriteText(method);
        writer.WriteArrayHeader(arguments.Count);
        foreach (long argument in arguments) writer.WriteInteger(argument);
    }

    private async Task<PendingRequest> SendStreamAsync(
        string method, uint? again, Func<uint, ReadOnlyMemory<byte>> head, Stream body, long length, CancellationToken cancellationToken)
    {
        if (again is not null) cancellationToken = CancellationToken.None;
        await _requests.TakeTurnAsync(cancellationToken).ConfigureAwait(false);
        PendingRequest? pending = null;
        try
        {
            pending = Register(method, again);
            await _requests.SendStreamAsync(head(pending.Id), body, length, pending).ConfigureAwait(false);
        }
        catch (NwsConnectionDroppedException) when (_session is not null && _lost is null)
        {
            // Half of it is out; it is sent anew when the session has been resumed.
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
        return pending!;
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
        await _link.Reading.WaitAsync(CloseLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Lose(fault);
        return Again(_lost!);
    }

    private async Task<Response> FinishAsync(PendingRequest pending, Task adding, CancellationToken cancellationToken)
    {
        try
        {
            await adding.ConfigureAwait(false);
        }
        catch (NwsConnectionDroppedException fault)
        {
            throw await LostAsync(fault).ConfigureAwait(false);
        }
        return await ResponseAsync(pending, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Response> ResponseAsync(PendingRequest pending, CancellationToken cancellationToken)
    {
        Response response;
        await using (cancellationToken.UnsafeRegister(_ => Cancel(pending), null).ConfigureAwait(false))
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

    private void Cancel(PendingRequest pending)
    {
        pending.CancelSent = true;
        Notify(Methods.Cancel, pending.Id);
    }

    private PendingRequest? Take(uint id)
    {
        lock (_gate) return _pending.Remove(id, out var pending) ? pending : null;
    }

    private void Receive(ServerLink link, ReadOnlySpan<byte> frame)
    {
        var reader = new MessagePackReader(frame);
        reader.ReadArrayHeader();
        switch (reader.ReadInt64())
        {
            case 1:
                uint id = (uint)reader.ReadInt64();
                var response = Response.Read(ref reader);
                if (id == ServerLink.HelloId) link.Greeted(response);
                else Arrived(Take(id), response, frame.Length);
                break;
            case 2 when reader.ReadText() == Methods.Bye:
                reader.ReadArrayHeader();
                link.TakeLeave(new ServerError(reader.ReadText(), reader.ReadText()));
                break;
            default:
                break;
        }
    }

    private void Arrived(PendingRequest? request, Response response, int bytes)
    {
        _session?.Arrived(request, bytes);
        request?.Complete(response);
    }

    private void LinkEnded(ServerLink link, NwsConnectionDroppedException reason)
    {
        ClientSession? session;
        lock (_gate)
        {
            link.HasEnded = true;
            if (link != _link) return;
            session = _session;
        }
        bool resumes = session is not null && !_closing && (link.Bye is null || link.Bye.Code == ErrorCodes.Name(ErrorCode.ShuttingDown));
        if (!resumes) Lose(_closing ? new NwsConnectionDroppedException(ClosedHere) : reason);
        else session!.Resume(link, reason);
    }

    // Every caller gets an exception of its own: a shared one would collect the stacks of all.
    private static NwsConnectionDroppedException Again(NwsServerException reason) => new(reason.Message, reason.InnerException);

    /// <summary>A request did not reach the server and its sender is to send it again.</summary>
    private sealed class SendAgainException() : Exception("To be sent again.");
}
