namespace Nws.Hosts.Languages;

/// <summary>Something asked of a kernel.</summary>
/// <param name="method">What it is to do.</param>
/// <param name="parameters">With what.</param>
/// <param name="hear">Takes what the kernel says of the request before it answers.</param>
internal sealed class KernelRequest(string method, IReadOnlyList<NwsValue> parameters, Action<KernelMessage.Notification>? hear = null)
{
    private readonly TaskCompletionSource<NwsValue> _response = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationToken? _cancelled;

    /// <summary>How it went.</summary>
    internal Task<NwsValue> Response => _response.Task;

    /// <summary>An interrupt has been sent for it.</summary>
    internal bool IsInterrupted { get; set; }

    /// <summary>The frame that asks it.</summary>
    internal ReadOnlyMemory<byte> ToFrame(uint id) => KernelFrame.Encode(new KernelMessage.Request(id, method, parameters));

    /// <summary>If it fails, that is why. If it succeeds nevertheless, what it gives is not lost: code may have fetched it.</summary>
    internal void CancelWhenDone(CancellationToken cancellation) => _cancelled = cancellation;

    /// <summary>It has not begun, and will not.</summary>
    internal void Cancel(CancellationToken cancellation) => _response.TrySetCanceled(cancellation);

    internal void Hear(KernelMessage.Notification notification) => hear?.Invoke(notification);

    internal void Complete(KernelMessage.Response response)
    {
        if (response.Error is not { } error)
            _response.TrySetResult(response.Result);
        else if (_cancelled is { } cancellation)
            _response.TrySetCanceled(cancellation);
        else
            _response.TrySetException(new LanguageTaskException(error));
    }

    internal void Fail(KernelLostException loss)
    {
        if (_cancelled is { } cancellation)
            _response.TrySetCanceled(cancellation);
        else
            _response.TrySetException(loss);
    }
}
