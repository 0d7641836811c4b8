using System.Net.Sockets;

namespace Nws.Hosts.Languages;

/// <summary>One running kernel: its process and the channel to it. Once lost, it stays lost.</summary>
/// <remarks>
/// It is asked one thing at a time, and what is asked meanwhile waits here. So an interrupt is sent only while its request runs, and always
/// before the next request is; still it may arrive when the kernel is done already. Therefore something of no effect is asked between an
/// interrupted request and the next: that is what a late interrupt hits.
/// </remarks>
internal sealed class Kernel : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ExitTime = TimeSpan.FromSeconds(2);
    // A kernel misses an interrupt that comes at the very moment when it begins to block; the next one helps.
    private static readonly TimeSpan InterruptAgain = TimeSpan.FromSeconds(0.25);

    private readonly NwsLanguage _language;
    private readonly KernelListener _listener;
    private readonly KernelProcess _process;
    private readonly KernelReader _reader;
    private readonly TimeSpan _patience;
    private readonly Action<string, string, int?> _output;
    private readonly OutputTail _errors = new();
    private readonly Task<string> _ended;
    private readonly Lock _gate = new();
    private readonly Queue<KernelRequest> _waiting = [];
    private Socket? _channel;
    private KernelRequest? _running;
    private uint _runningId;
    private int? _element;
    private volatile bool _deaf;
    private string? _killedBecause;
    private string? _end;

    private Kernel(NwsLanguage language, KernelListener listener, KernelProcess process, TimeSpan patience, Action<string, string, int?> output)
    {
        (_language, _listener, _process, _patience, _output) = (language, listener, process, patience, output);
        _reader = KernelReader.Start(process, (stream, text) => Pass(stream, text, _element), Handle, Broken);
        _ended = WatchAsync();
    }

    /// <summary>It has ended, or is about to.</summary>
    internal bool IsLost => _deaf || _killedBecause is not null || _process.Ended.IsCompleted;

    /// <summary>Starts the process of a kernel, which is not ready for requests yet.</summary>
    /// <param name="command">How to start it.</param>
    /// <param name="patience">How long a task may go on after an interrupt.</param>
    /// <param name="output">Called with stream, text and position in the running map for all that tasks print, in order.</param>
    /// <exception cref="LanguageUnavailableException">The program cannot be started.</exception>
    internal static Kernel Launch(KernelCommand command, TimeSpan patience, Action<string, string, int?> output)
    {
        var listener = new KernelListener();
        try
        {
            return new Kernel(command.Language, listener, KernelProcess.Start(command, listener.Address, listener.Token), patience, output);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Waits until it is ready for requests.</summary>
    /// <param name="settings">What it is told first.</param>
    /// <param name="cancellation">Gives up and leaves no process behind.</param>
    /// <exception cref="KernelLostException">It ended or kept silent.</exception>
    internal async Task BeginAsync(KernelSettings settings, CancellationToken cancellation)
    {
        try
        {
            _channel = await AcceptAsync(cancellation).ConfigureAwait(false);
            _reader.Attach(_channel);
            await RequestAsync("configure", [settings.ToValue()], cancellation).ConfigureAwait(false);
        }
        catch
        {
            await DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Asks the kernel, after what was asked before.</summary>
    /// <param name="method">What to do.</param>
    /// <param name="parameters">With what.</param>
    /// <param name="cancellation">Ends it as <see cref="InterruptAsync"/> does, if it runs already.</param>
    /// <exception cref="LanguageTaskException">The code threw an error, or was interrupted.</exception>
    /// <exception cref="KernelLostException">The kernel ended before it answered.</exception>
    internal Task<NwsValue> RequestAsync(string method, IReadOnlyList<NwsValue> parameters, CancellationToken cancellation) =>
        RequestAsync(new KernelRequest(method, parameters), cancellation);

    /// <inheritdoc cref="RequestAsync(string, IReadOnlyList{NwsValue}, CancellationToken)"/>
    internal async Task<NwsValue> RequestAsync(KernelRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_end is not null)
                throw new KernelLostException(_language, _end);
            _waiting.Enqueue(request);
        }
        SendNext();
        await using (cancellation.Register(() => Cancel(request, cancellation)).ConfigureAwait(false))
            return await request.Response.ConfigureAwait(false);
    }

    /// <summary>Ends the request that runs: by an interrupt, or if that does not end it in time, with the kernel.</summary>
    /// <returns>Whether the kernel has survived.</returns>
    internal async Task<bool> InterruptAsync()
    {
        KernelRequest? running;
        lock (_gate) running = _running;
        using var patience = new CancellationTokenSource(_patience);
        while (running is not null && Interrupt(running))
        {
            await Task.WhenAny(running.Response, Task.Delay(InterruptAgain, patience.Token)).ConfigureAwait(false);
            if (patience.IsCancellationRequested)
                KillIfStill(running);
        }
        return !IsLost;
    }

    /// <summary>Ends it without waiting for its end.</summary>
    internal void Kill() => Kill("it was stopped");

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _ended.ConfigureAwait(false);
    }

    private async Task<Socket> AcceptAsync(CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(StartTime);
        Task<NetworkStream> accepted = _listener.AcceptAsync(deadline.Token);
        await Task.WhenAny(accepted, _ended).ConfigureAwait(false);
        // Nobody is accepted any more once the kernel is known to end; how it does is known a moment later.
        if (_ended.IsCompleted || (accepted.IsCanceled && !deadline.IsCancellationRequested))
            throw new KernelLostException(_language, $"it ended before it was ready, {await _ended.ConfigureAwait(false)}");
        try
        {
            return (await accepted.ConfigureAwait(false)).Socket;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new KernelLostException(_language, $"it was not ready after {StartTime.TotalSeconds} seconds");
        }
    }

    private void SendNext()
    {
        ReadOnlyMemory<byte> frame;
        lock (_gate)
        {
            if (_running is not null) return;
            do
            {
                if (!_waiting.TryDequeue(out _running)) return;
            }
            while (_running.Response.IsCompleted);
            _errors.Clear();
            frame = _running.ToFrame(++_runningId);
        }
        _ = SendAsync(frame);
    }

    private async Task SendAsync(ReadOnlyMemory<byte> frame)
    {
        try
        {
            while (frame.Length > 0) frame = frame[await _channel!.SendAsync(frame, SocketFlags.None).ConfigureAwait(false)..];
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The channel is broken or closed: the receiving side finds out as well, and knows more about the reason.
        }
    }

    private void Cancel(KernelRequest request, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_running != request)
            {
                request.Cancel(cancellation);
                return;
            }
            request.CancelWhenDone(cancellation);
        }
        _ = InterruptAsync();
    }

    /// <returns>Whether the request is still running.</returns>
    private bool Interrupt(KernelRequest request)
    {
        lock (_gate)
        {
            if (_running != request || _killedBecause is not null) return false;
            request.IsInterrupted = true;
            _process.Interrupt();
            return true;
        }
    }

    private void KillIfStill(KernelRequest request)
    {
        lock (_gate)
        {
            if (_running != request) return;
        }
        Kill($"it did not give way to an interrupt within {_patience.TotalSeconds} seconds and was killed; its definitions are lost");
    }

    private void Kill(string reason)
    {
        Note(reason);
        _process.Kill();
    }

    /// <summary>Keeps the first reason why it is killed.</summary>
    private void Note(string reason) => Interlocked.CompareExchange(ref _killedBecause, reason, null);

    private void Pass(string stream, string text, int? element)
    {
        if (stream == "stderr") _errors.Append(text);
        _output(stream, text, element);
    }

    private void Handle(KernelMessage message)
    {
        switch (message)
        {
            case KernelMessage.Notification { Method: KernelMessage.Output, Parameters: [var stream, var text] }:
                Pass(stream.To<string>(), text.To<string>(), element: null);
                break;
            case KernelMessage.Notification { Method: KernelMessage.Output, Parameters: [var stream, var text, var element] }:
                Pass(stream.To<string>(), text.To<string>(), element.To<int>());
                break;
            case KernelMessage.Notification { Parameters: [{ Kind: NwsValueKind.Integer } id, ..] } notification:
                Hear(id.To<uint>(), notification);
                break;
            case KernelMessage.Response response:
                Answer(response);
                break;
        }
    }

    private void Hear(uint id, KernelMessage.Notification notification)
    {
        KernelRequest? running;
        lock (_gate) running = id == _runningId ? _running : null;
        if (running is null) return;
        // Whose output comes past the channel from now on.
        if (notification is { Method: KernelMessage.Begun, Parameters: [_, var position] }) _element = position.To<int>();
        running.Hear(notification);
    }

    private void Answer(KernelMessage.Response response)
    {
        KernelRequest answered;
        _element = null;
        lock (_gate)
        {
            if (_running is null || response.Id != _runningId) return;
            answered = _running;
            _running = null;
            if (answered.IsInterrupted) PutFirst(new KernelRequest("define", [NwsValue.From("")]));
        }
        SendNext();
        answered.Complete(response);
    }

    private void PutFirst(KernelRequest request)
    {
        KernelRequest[] others = [.. _waiting];
        _waiting.Clear();
        _waiting.Enqueue(request);
        foreach (KernelRequest other in others) _waiting.Enqueue(other);
    }

    /// <summary>The kernel cannot be heard any more: it has ended, or it must.</summary>
    private void Broken(Exception exception)
    {
        _deaf = true;
        if (exception is EndOfStreamException)
        {
            _ = Task.Run(KillIfItStaysAsync);
        }
        else if (!_process.Ended.IsCompleted)
        {
            // Noted before the kernel can notice that nobody listens, and end by itself.
            Note($"its channel broke: {exception.Message}");
            _ = Task.Run(_process.Kill);
        }
    }

    private async Task KillIfItStaysAsync()
    {
        await Task.WhenAny(_process.Ended, Task.Delay(ExitTime)).ConfigureAwait(false);
        if (!_process.Ended.IsCompleted) Kill("it closed its channel");
    }

    private async Task<string> WatchAsync()
    {
        string end = await _process.Ended.ConfigureAwait(false);
        _listener.Dispose();
        _reader.Dispose();
        await Task.WhenAny(_reader.Finished, Task.Delay(ExitTime)).ConfigureAwait(false);
        string lastWords = _errors.Summarize();
        end = _killedBecause ?? (lastWords.Length == 0 ? end : $"{end}. Its last words:\n{lastWords}");
        Lose(end);
        return end;
    }

    private void Lose(string end)
    {
        KernelRequest[] unanswered;
        lock (_gate)
        {
            _end = end;
            unanswered = _running is null ? [.. _waiting] : [_running, .. _waiting];
            _running = null;
            _waiting.Clear();
        }
        foreach (KernelRequest request in unanswered) request.Fail(new KernelLostException(_language, end));
    }
}
