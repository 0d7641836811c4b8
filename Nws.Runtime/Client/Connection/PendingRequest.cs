namespace Nws.Client;

/// <summary>One unanswered request. Completed exactly once: by its response, or by the loss of the connection.</summary>
internal sealed class PendingRequest(uint id, string method)
{
    // Continuations run elsewhere: user code must never run on the read loop.
    private readonly TaskCompletionSource<Response> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public uint Id { get; } = id;

    public string Method { get; } = method;

    /// <summary>It was cancelled with all others, not by its caller.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>The server was told that its caller does not want to wait any more.</summary>
    public bool CancelSent { get; set; }

    /// <summary>The how manieth of its session it is; 0 until it is sent. Kept by <see cref="SentRequests"/>, as is <see cref="Message"/>.</summary>
    public long Number { get; set; }

    /// <summary>As it was sent; empty if it cannot be sent again from here.</summary>
    public ReadOnlyMemory<byte> Message { get; set; }

    public Task<Response> Completion => _completion.Task;

    public void Complete(Response response) => _completion.TrySetResult(response);

    public void Fail(Exception reason) => _completion.TrySetException(reason);
}
