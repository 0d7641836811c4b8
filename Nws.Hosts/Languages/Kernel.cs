namespace Nws.Hosts.Languages;

/// <summary>One running kernel: its process and the channel to it. Requests are answered in order; once lost, it stays lost.</summary>
internal sealed class Kernel : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ExitTime = TimeSpan.FromSeconds(2);

    private readonly NwsLanguage _language;
    private readonly KernelProcess _process;
    private readonly Stream _stream;
    private readonly Action<string, string> _output;
    private readonly Task _receiving;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Dictionary<uint, TaskCompletionSource<NwsValue>> _pending = [];
    private uint _lastId;
    private string? _killedBecause;
    private volatile bool _closed;
    private string? _end;

    private Kernel(NwsLanguage language, KernelProcess process, Stream stream, Action<string, string> output)
    {
        _language = language;
        _process = process;
        _stream = stream;
        _output = output;
        _receiving = ReceiveAsync();
    }

    /// <summary>It has ended, or is about to.</summary>
    internal bool IsLost => _closed || _killedBecause is not null;

    /// <summary>Starts a kernel and waits until it is ready for requests.</summary>
    /// <param name="command">How to start it.</param>
    /// <param name="settings">What it is told first.</param>
    /// <param name="output">Called with stream and text for all that tasks print, in order.</param>
    /// <param name="cancellation">Gives up and leaves no process behind.</param>
    /// <exception cref="LanguageUnavailableException">The program cannot be started.</exception>
    /// <exception cref="KernelLostException">It ended or kept silent.</exception>
    internal static async Task<Kernel> StartAsync(
        KernelCommand command, KernelSettings settings, Action<string, string> output, CancellationToken cancellation)
    {
        using var listener = new KernelListener();
        KernelProcess process = KernelProcess.Start(command, listener.Address, listener.Token);
        try
        {
            Stream stream = await AcceptAsync(command.Language, listener, process, cancellation).ConfigureAwait(false);
            var kernel = new Kernel(command.Language, process, stream, output);
            await kernel.RequestAsync("configure", [settings.ToValue()], cancellation).ConfigureAwait(false);
            return kernel;
        }
        catch
        {
            process.Kill();
            throw;
        }
    }

    /// <summary>Asks the kernel. Cancelling kills it, and so fails all that was asked of it.</summary>
    /// <exception cref="LanguageTaskException">The code threw an error.</exception>
    /// <exception cref="KernelLostException">The kernel ended before it answered.</exception>
    internal async Task<NwsValue> RequestAsync(string method, IReadOnlyList<NwsValue> parameters, CancellationToken cancellation)
    {
        var response = new TaskCompletionSource<NwsValue>(TaskCreationOptions.RunContinuationsAsynchronously);
        await WriteAsync(new KernelMessage.Request(Register(response), method, parameters)).ConfigureAwait(false);
        await using (cancellation.Register(() => Cancel(response, cancellation)))
            return await response.Task.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        Kill("it was stopped");
        await _receiving.ConfigureAwait(false);
    }

    private static async Task<Stream> AcceptAsync(
        NwsLanguage language, KernelListener listener, KernelProcess process, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(StartTime);
        Task<Stream> accepted = listener.AcceptAsync(deadline.Token);
        await Task.WhenAny(accepted, process.Ended).ConfigureAwait(false);
        if (process.Ended.IsCompleted)
            throw new KernelLostException(language, $"it ended before it was ready, {await process.Ended.ConfigureAwait(false)}");
        try
        {
            return await accepted.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new KernelLostException(language, $"it was not ready after {StartTime.TotalSeconds} seconds");
        }
    }

    private uint Register(TaskCompletionSource<NwsValue> response)
    {
        lock (_pending)
        {
            if (_end is not null)
                throw new KernelLostException(_language, _end);
            _pending.Add(++_lastId, response);
            return _lastId;
        }
    }

    private async Task WriteAsync(KernelMessage message)
    {
        ReadOnlyMemory<byte> frame = KernelFrame.Encode(message);
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            await _stream.WriteAsync(frame).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The channel is broken or closed: the receiving side finds out as well, and knows more about the reason.
        }
        finally
        {
            _writing.Release();
        }
    }

    private void Cancel(TaskCompletionSource<NwsValue> response, CancellationToken cancellation)
    {
        if (response.TrySetCanceled(cancellation))
            Kill("it was killed because a request was cancelled");
    }

    private void Kill(string reason)
    {
        Interlocked.CompareExchange(ref _killedBecause, reason, null);
        _process.Kill();
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (await KernelFrame.ReadAsync(_stream, int.MaxValue, CancellationToken.None).ConfigureAwait(false) is { } frame)
                Handle(KernelMessage.Decode(frame));
        }
        catch (Exception exception)
        {
            // Whatever it was: nobody may wait for a kernel that nobody listens to.
            Kill($"its channel broke: {exception.Message}");
        }
        _closed = true;
        Lose(await DescribeEndAsync().ConfigureAwait(false));
        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    private void Handle(KernelMessage message)
    {
        switch (message)
        {
            case KernelMessage.Notification { Method: "output", Parameters: [var stream, var text] }:
                _output(stream.To<string>(), text.To<string>());
                break;
            case KernelMessage.Response response when Take(response.Id) is { } pending:
                if (response.Error is { } error)
                    pending.TrySetException(new LanguageTaskException(error));
                else
                    pending.TrySetResult(response.Result);
                break;
        }
    }

    private TaskCompletionSource<NwsValue>? Take(uint id)
    {
        lock (_pending)
        {
            _pending.Remove(id, out TaskCompletionSource<NwsValue>? pending);
            return pending;
        }
    }

    /// <summary>How the kernel ended, once it has closed the channel.</summary>
    private async Task<string> DescribeEndAsync()
    {
        await Task.WhenAny(_process.Ended, Task.Delay(ExitTime)).ConfigureAwait(false);
        if (!_process.Ended.IsCompleted)
            Kill("it closed its channel");
        string end = await _process.Ended.ConfigureAwait(false);
        return _killedBecause ?? end;
    }

    private void Lose(string end)
    {
        lock (_pending)
        {
            _end = end;
            foreach (TaskCompletionSource<NwsValue> pending in _pending.Values)
                pending.TrySetException(new KernelLostException(_language, end));
            _pending.Clear();
        }
    }
}
