using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Nws.Values;
using Nws.Wire;

namespace Nws.Client;

/// <summary>
/// A session that outlasts its links: when one is lost, it makes another within the grace of the server, and sends again what the server has not got. Whoever waits notices nothing but the time.
/// </summary>
/// <remarks>
/// The server keeps its answers until it hears that they have arrived (<c>ack</c>), and tells how many requests have reached it; so every request is done once. A server that was started again knows of the session only what
/// it wrote down: it is sent everything that is not answered, and says itself what of that it has done already.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "Neither holds a handle; whoever is about to wait for them must find them even after the end.")]
internal sealed class ClientSession(ClientConnection connection, NwsConnectionOptions options, RequestBuffer requests, Resumption first)
{
    private const int ResponsesPerAck = 256;
    private const int BytesPerAck = 1 << 20;
    private static readonly TimeSpan ExitLimit = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _turn = new(1);
    private Resumption _resumption = first;
    private ServerLink? _lost;
    private long _received;
    private int _responses;
    private int _bytes;

    public SentRequests Sent { get; } = new();

    /// <summary>A response has come. Called by the loop that reads.</summary>
    public void Arrived(PendingRequest? request, int bytes)
    {
        _received++;
        _bytes += bytes;
        if (request is not null) Sent.Answered(request);
        if (++_responses < ResponsesPerAck && _bytes < BytesPerAck) return;
        (_responses, _bytes) = (0, 0);
        connection.Notify(Methods.Acknowledge, _received);
    }

    /// <summary>The link is lost.</summary>
    public void Resume(ServerLink link, NwsConnectionDroppedException reason)
    {
        if (Interlocked.Exchange(ref _lost, link) == link) return;
        requests.Suspend();
        Sent.LinkLost();
        connection.Changed?.Invoke(new NwsConnectionChange(NwsConnectionState.Reconnecting, reason.Message));
        _ = Task.Run(() => ResumeAsync(reason));
    }

    /// <summary>From now on the server is told if the program ends without closing the connection.</summary>
    public void Begin() => AppDomain.CurrentDomain.ProcessExit += AtExit;

    public void Stop()
    {
        AppDomain.CurrentDomain.ProcessExit -= AtExit;
        _stop.Cancel();
    }

    private void AtExit(object? sender, EventArgs arguments) => SayByeInTimeAsync().Block();

    private async Task SayByeInTimeAsync() => await connection.SayByeAsync().WaitAsync(ExitLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);


    private async Task ResumeAsync(NwsConnectionDroppedException reason)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            await ResumeInTimeAsync(reason).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task ResumeInTimeAsync(NwsConnectionDroppedException reason)
    {
        var clock = Stopwatch.StartNew();
        var pause = TimeSpan.Zero;
        while (!_stop.IsCancellationRequested)
        {
            Exception fault;
            try
            {
                await Task.Delay(pause, _stop.Token).ConfigureAwait(false);
                if (await TryResumeAsync(_resumption.Grace - clock.Elapsed).ConfigureAwait(false)) return;
                fault = new NwsConnectionDroppedException("The connection was lost again.");
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception other)
            {
                fault = other;
            }
            if (IsFinal(fault) || clock.Elapsed >= _resumption.Grace)
            {
                connection.Lose(Failed(reason, clock.Elapsed, fault));
                return;
            }
            pause = pause == TimeSpan.Zero ? ShortestPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
        }
    }

    private async Task<bool> TryResumeAsync(TimeSpan left)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfter(left < ShortestPause ? ShortestPause : left < options.ConnectTimeout ? left : options.ConnectTimeout);
        var link = connection.NewLink(await ServerSocket.ConnectAsync(options.Endpoint, limit.Token).ConfigureAwait(false));
        try
        {
            await using var cut = limit.Token.UnsafeRegister(static state => ((ServerLink)state!).Dispose(), link).ConfigureAwait(false);
            var greeting = await link.GreetAsync(options, new ResumeRequest(options.Grace, _resumption.Key, Volatile.Read(ref _received))).ConfigureAwait(false);
            if (greeting.Resume is not { } resumption) throw new NwsOperationException(ErrorCodes.Name(ErrorCode.NoSession), "The server lets no sessions be resumed any more.");
            if (resumption.Received is null) (_received, _responses, _bytes) = (0, 0, 0);
            _resumption = resumption;
            if (!connection.TryUse(link)) return false;
        }
        catch
        {
            link.Dispose();
            throw;
        }
        await requests.ResumeAsync(link.Socket, () => Again(_resumption.Received)).ConfigureAwait(false);
        connection.SendStreamsAgain(_resumption.Received ?? 0);
        connection.Changed?.Invoke(new NwsConnectionChange(NwsConnectionState.Connected, null));
        return true;
    }

    /// <summary>Everything that the server has not got, or may not have got: requests, confirmations, cancellations.</summary>
    private List<ReadOnlyMemory<byte>> Again(long? received)
    {
        if (received is null) Reopen();
        var unanswered = connection.Unanswered();
        var messages = Sent.SendAgain(received, unanswered);
        if (Sent.Confirmations() is { Length: > 0 } confirmed) messages.Insert(0, Notification(Methods.Confirm, confirmed));
        foreach (var cancelled in unanswered.Where(request => request.CancelSent)) messages.Add(Notification(Methods.Cancel, [cancelled.Id]));
        return messages;
    }

    // Before all other requests, which have numbers from 1 on.
    private void Reopen()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        var names = connection.Opened.Keys;
        var repeated = connection.Unanswered().Where(Sent.MayHaveArrived).ToList();
        var request = connection.Register(Methods.Reopen);
        writer.WriteArrayHeader(4);
        writer.WriteInteger(0L);
        writer.WriteInteger((ulong)request.Id);
        writer.WriteText(Methods.Reopen);
        writer.WriteArrayHeader(2);
        writer.WriteArrayHeader(names.Count);
        foreach (string name in names) writer.WriteText(name);
        writer.WriteArrayHeader(repeated.Count);
        foreach (var sent in repeated) writer.WriteInteger((ulong)sent.Id);
        request.Message = output.WrittenMemory;
    }

    private static ReadOnlyMemory<byte> Notification(string method, long[] arguments)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        ClientConnection.WriteNotification(ref writer, method, arguments);
        return output.WrittenMemory;
    }

    private static bool IsFinal(Exception fault) => fault is NwsConnectException or NwsUnsupportedOperationException
        || (fault is NwsOperationException { Code: var code } && code == ErrorCodes.Name(ErrorCode.NoSession));

    private static NwsConnectionDroppedException Failed(Exception reason, TimeSpan tried, Exception fault) => new(
        $"{reason.Message} The session could not be resumed, tried for {tried.TotalSeconds:0.#} s: {fault.Message}", fault);
}
