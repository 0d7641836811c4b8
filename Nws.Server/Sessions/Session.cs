using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Nws.Server.Engine;
using Nws.Server.Rights;
using Nws.Values;
using Nws.Wire;

namespace Nws.Server.Sessions;

/// <summary>One client connection: says hello, turns messages into commands for the engine, and cleans up when either side ends it.</summary>
/// <remarks>
/// Two flows over an <see cref="IDuplexPipe"/>, so it never sees a socket: this class reads, <see cref="Outbox"/> writes. A fault in a request's body becomes an error
/// response; a fault in the framing ends the connection with <c>bye</c>. While the client does not read, nothing more is read from it. However it ends, the engine is told, so no
/// waiter and no value in flight stays behind.
/// </remarks>
internal sealed class Session
{
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);
    private static readonly Action<ILogger, string, string, string, Exception?> LogRefusal = LoggerMessage.Define<string, string, string>(
        LogLevel.Warning, new EventId(9, "ConnectionRefused"), "The connection of {Peer} was ended with {Code}: {Reason}");

    private readonly SessionHost _host;
    private readonly IDuplexPipe _pipe;
    private readonly string _peer;
    private readonly Outbox _outbox;
    private readonly MessageReceiver _receiver;
    private readonly MessageReceiver.Receive _receiveMessage;
    private readonly Action<uint> _refuseTooLarge;
    private readonly NameCache _names = new();
    private readonly RequestLimits _limits;
    private readonly DataRequests _data;
    private readonly TaskCompletionSource<Outcome.Failed> _closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private EngineSession? _engineSession;
    private HelloRequest? _hello;
    private Grant? _grant;
    private CancellationTokenRegistration _grantEnd;
    private LastingSession? _lasting;
    private ErrorCode? _reason;
    private bool _farewell;
    private int _requests;

    public Session(SessionHost host, IDuplexPipe pipe, string peer)
    {
        (_host, _pipe, _peer) = (host, pipe, peer);
        _outbox = new Outbox(pipe.Output, host.Options.MaxUnsentBytes, host.Time, new OutgoingValues(host.Values, PutAside), Close);
        _limits = new RequestLimits(host.Options.MaxValueBytes, host.Options.MaxFetchCount);
        _receiver = new MessageReceiver(WireLimits.MessageOverhead);
        _data = new DataRequests(host.Copies, Answer);
        (_receiveMessage, _refuseTooLarge) = (ReceiveMessage, RefuseTooLarge);
    }

    /// <summary>
    /// Serves the client until it leaves, does something that cannot be answered, or <see cref="Close"/> is called. Completes the output; the
    /// input is left to whoever has the pipe.
    /// </summary>
    public async Task RunAsync()
    {
        try
        {
            if (await GreetAsync().ConfigureAwait(false)) await ServeAsync().ConfigureAwait(false);
        }
        catch (ProtocolFaultException fault)
        {
            BeginToClose(fault.Code, fault.Message);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The client is gone.
        }
        finally
        {
            await _grantEnd.DisposeAsync().ConfigureAwait(false);
            await LeaveEngineAsync().ConfigureAwait(false);
            await _data.EndAsync().ConfigureAwait(false);
            var end = IsClosing ? await _closing.Task.ConfigureAwait(false) : null;
            if (end is { Code: not ErrorCode.ShuttingDown }) LogRefusal(_host.Logger, _peer, ErrorCodes.Name(end.Code), end.Message, null);
            OutgoingMessage? bye = end is null ? null : new OutgoingMessage(null, end);
            await _outbox.CloseAsync(bye, ClosePatience).ConfigureAwait(false);
            await _pipe.Output.CompleteAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Ends the connection, telling the client why.</summary>
    public void Close(ErrorCode code, string reason)
    {
        BeginToClose(code, reason);
        _pipe.Input.CancelPendingRead();
    }

    private bool IsClosing => _closing.Task.IsCompleted;

    // The first reason is the one told.
    private void BeginToClose(ErrorCode code, string reason)
    {
        _reason ??= code;
        _closing.TrySetResult(new Outcome.Failed(code, reason));
    }

    // Awaited, so that whatever came before the end is answered before the outbox closes.
    private Task LeaveEngineAsync() => _engineSession is { } session
        ? _host.Loop.PostAsync((engine, now, effects) =>
        {
            if (_lasting is not null && !_lasting.Release(this)) return session;
            if (IsLost) engine.Detach(session, now, effects);
            else engine.Disconnect(session, now, effects);
            return session;
        }, lasting: true)
        : Task.CompletedTask;

    // Nobody wanted the connection to end but perhaps the server's owner, who may start it again.
    private bool IsLost => !_farewell && _grant is not { HasEnded: true } && (_reason is null or ErrorCode.ShuttingDown);

    private async Task<bool> GreetAsync()
    {
        using var limit = new CancellationTokenSource(_host.Options.HelloTimeout, _host.Time);
        await using var registration = limit.Token.Register(
            () => Close(ErrorCode.NoHello, $"No hello came within {_host.Options.HelloTimeout.TotalSeconds:0.###} s.")).ConfigureAwait(false);
        while (_hello is null)
        {
            if (!await ReadAsync(ReceiveHello).ConfigureAwait(false)) return false;
        }

        if (_grant is { } grant) _grantEnd = grant.Ended.Register(() => Close(grant.Farewell!.Code, grant.Farewell.Message));
        if (_hello.Resume is { } resume && await EnterAsync(resume).ConfigureAwait(false) is { } entry)
        {
            await GreetAsync(entry.Resumption).ConfigureAwait(false);
            _requests = entry.Unanswered + entry.Lasting.Attach(_outbox, entry.Taken is null ? 0 : resume.Received);
            return true;
        }
        _engineSession = await _host.Loop.PostAsync((engine, _, _) => Tagged(engine.Connect(Label, confirms: true, _hello.Language), _outbox)).ConfigureAwait(false);
        if (!_hello.Confirms) _outbox.ConfirmSent = Confirm;
        await GreetAsync(null).ConfigureAwait(false);
        return true;
    }

    private string Label => $"{_peer} ({_hello!.Client})";

    private async Task GreetAsync(Resumption? resumption)
    {
        _receiver.MaxMessage = _host.Options.MaxValueBytes + WireLimits.MessageOverhead;
        var greeting = new Greeting(
            _host.ServerName, _engineSession!.Id, _host.WebPort, _host.Options.MaxValueBytes, _host.Options.MaxPendingRequests, _host.Options.MaxFetchCount, resumption);
        ResponseWriter.WriteGreeting(_pipe.Output, _hello!.Request, greeting);
        await _pipe.Output.FlushAsync().ConfigureAwait(false);
    }

    /// <summary>Null if the server lets no session be resumed.</summary>
    private async Task<SessionEntry?> EnterAsync(ResumeRequest resume)
    {
        var entry = await _host.Loop.PostAsync((engine, _, _) => SessionEntry.Enter(engine, _host, resume, (Label, _hello!.Language, _grant), this)).ConfigureAwait(false);
        (_engineSession, _lasting) = (entry?.Session, entry?.Lasting);
        if (entry is not null || resume.Key is null) return entry;
        // The same for a session of another token: whoever has only the key learns nothing by it.
        const string Reason =
            "The session has ended or never was: its time without a connection was over, the server was started again since, or it was begun with another token, or with rights that the token has no more.";
        Refuse(_hello!.Request, ErrorCode.NoSession, Reason);
        throw new ProtocolFaultException(ErrorCode.NoSession, Reason);
    }

    private static EngineSession Tagged(EngineSession session, object tag)
    {
        session.Tag = tag;
        return session;
    }

    private void Confirm(long[] leases)
    {
        _host.Loop.Enqueue(new Confirm(_engineSession!, leases));
        _host.Loop.Run();
    }

    // It cannot be read now and may never be: nobody is to run into it again and again, and those delivered with it are for others.
    private void PutAside(Outcome.Delivered unreadable, IEnumerable<Outcome.Delivered> others, string cause)
    {
        if (unreadable.Lease == 0) return;
        _host.Loop.Enqueue(new Bury(_engineSession!, null, [unreadable.Lease], cause));
        _host.Loop.Enqueue(new Release(_engineSession!, null, [.. others.Select(other => other.Lease)], Unused: true));
        _host.Loop.Run();
    }

    private async Task ServeAsync()
    {
        int left = 0;
        while (await ReadAsync(_receiveMessage).ConfigureAwait(false))
        {
            var room = _outbox.WaitForRoomAsync();
            if (!room.IsCompleted) await Task.WhenAny(room, _closing.Task).ConfigureAwait(false);
            // Whoever leaves values on the disk brings no more than it takes.
            if (left == _engineSession!.LeftOnDisk) continue;
            left = _engineSession.LeftOnDisk;
            var written = _host.Loop.WaitForJournalAsync();
            if (!written.IsCompleted) await Task.WhenAny(written, _closing.Task).ConfigureAwait(false);
        }
    }

    /// <summary>Reads once and handles what has arrived; false at the end.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> ReadAsync(MessageReceiver.Receive receive)
    {
        var read = await _pipe.Input.ReadAsync().ConfigureAwait(false);
        var buffer = read.Buffer;
        bool all = true;
        try
        {
            if (IsClosing) return false;
            all = _receiver.Take(ref buffer, receive, _refuseTooLarge);
        }
        finally
        {
            _pipe.Input.AdvanceTo(buffer.Start, all ? buffer.End : buffer.Start);
            _host.Loop.Run();
            _outbox.Flush();
        }
        return (!read.IsCompleted || !all) && !IsClosing;
    }

    // One message only: what came in behind the hello is for ReceiveMessage.
    private bool ReceiveHello(ReadOnlySpan<byte> message)
    {
        var header = MessageHeader.Read(message, _names, out var reader);
        if (header.Request is not { } request || header.Method != Methods.Hello)
            throw new ProtocolFaultException(ErrorCode.BadRequest, $"The first message must be the request hello, not {header.Method}.");
        try
        {
            var hello = HelloRequest.Decode(request, reader);
            _grant = hello.Admit(_host.Grants);
            _hello = hello;
        }
        catch (RequestRefusedException refusal)
        {
            Refuse(request, refusal.Code, refusal.Message);
            throw new ProtocolFaultException(refusal.Code, refusal.Message);
        }
        return false;
    }

    private bool ReceiveMessage(ReadOnlySpan<byte> message)
    {
        if (_lasting is null) return TakeMessage(message);
        lock (_lasting.Turn) return _lasting.IsHeldBy(this) && TakeMessage(message);
    }

    private bool TakeMessage(ReadOnlySpan<byte> message)
    {
        var header = MessageHeader.Read(message, _names, out var reader);
        if (header.Request is { } request) ReceiveRequest(request, header.Method, reader);
        else if (header.Method is Methods.Confirm or Methods.Cancel) ReceiveNotification(header.Method, reader);
        else if (header.Method is Methods.Acknowledge) _lasting?.Acknowledge(ReadCount(reader));
        else if (header.Method is Methods.Bye) _farewell = true;
        else throw new ProtocolFaultException(ErrorCode.BadRequest, $"'{header.Method}' is no notification; send it as a request.");
        return true;
    }

    private void ReceiveRequest(uint request, string method, MessagePackReader reader)
    {
        Count();
        if (_requests - _outbox.Answered > _host.Options.MaxPendingRequests)
        {
            Refuse(request, ErrorCode.TooMany, $"This connection has {_host.Options.MaxPendingRequests} unanswered requests already.");
            return;
        }
        try
        {
            if (method is Methods.Confirm) throw new RequestRefusedException(ErrorCode.UnknownMethod, "confirm is a notification, not a request.");
            if (method is Methods.Hello) throw new RequestRefusedException(ErrorCode.BadRequest, "hello was said before.");
            if (DataRequests.Knows(method)) BeginData(request, method, reader);
            else EnqueueAllowed(request, RequestDecoder.Decode(_engineSession!, request, method, reader, _names, _limits));
        }
        catch (RequestRefusedException refusal)
        {
            Refuse(request, refusal.Code, refusal.Message);
        }
    }

    private void EnqueueAllowed(uint request, EngineCommand command)
    {
        if (CommandRights.Check(_grant, ref command) is { } denied) Add(request, denied);
        else _host.Loop.Enqueue(command);
    }

    private void BeginData(uint request, string method, MessagePackReader reader)
    {
        if (_grant?.RefuseToAdministrate($"use '{method}'") is { } denied) Add(request, denied);
        else _data.Begin(request, method, reader, _names, _limits);
    }

    private void ReceiveNotification(string method, MessagePackReader reader)
    {
        try
        {
            _host.Loop.Enqueue(RequestDecoder.Decode(_engineSession!, null, method, reader, _names, _limits));
        }
        catch (RequestRefusedException refusal)
        {
            throw new ProtocolFaultException(ErrorCode.BadRequest, $"The notification cannot be understood: {refusal.Message}");
        }
    }

    private void Count()
    {
        _requests++;
        _lasting?.CountRequest();
    }

    private static long ReadCount(MessagePackReader reader)
    {
        try
        {
            if (reader.ReadArrayHeader() == 1) return reader.ReadInt64();
        }
        catch (Exception fault) when (fault is NwsValueException or OverflowException)
        {
            // As if it had no number at all.
        }
        throw new ProtocolFaultException(ErrorCode.BadRequest, "ack goes with one number: how many responses have arrived.");
    }

    private void RefuseTooLarge(uint request)
    {
        if (_lasting is null)
        {
            TakeTooLarge(request);
            return;
        }
        lock (_lasting.Turn)
        {
            if (_lasting.IsHeldBy(this)) TakeTooLarge(request);
        }
    }

    private void TakeTooLarge(uint request)
    {
        if (_engineSession is null) throw new ProtocolFaultException(ErrorCode.TooLarge, "A first message as large as this is no hello.");
        Count();
        Refuse(request, ErrorCode.TooLarge, $"The request is larger than the server allows: values of {_host.Options.MaxValueBytes} bytes.");
    }

    private void Answer(uint request, Outcome outcome)
    {
        Add(request, outcome);
        _outbox.Flush();
    }

    private void Refuse(uint request, ErrorCode code, string message) => Add(request, new Outcome.Failed(code, message));

    private void Add(uint request, Outcome outcome)
    {
        if (_lasting is null) _outbox.Add(request, outcome);
        else _lasting.Add(request, outcome);
    }
}
