namespace Nws.Hosts.Languages.EmbeddedJavaScript;

/// <summary>What came of a task's request to a workspace. A value that was fetched is in flight until it is confirmed or given back.</summary>
internal sealed class WorkspaceAnswer
{
    private int _isSettled;

    /// <summary>There is no value.</summary>
    internal static WorkspaceAnswer Empty { get; } = new();

    /// <summary>The value; null if there is none.</summary>
    internal ReadOnlyMemory<byte>? Encoded { get; init; }

    /// <summary>Where the value was fetched.</summary>
    internal NetWorkSpace? Workspace { get; init; }

    /// <summary>The lease of the value in flight; 0 if it is not.</summary>
    internal long Lease { get; init; }

    /// <summary>Tells the server that the value has arrived.</summary>
    internal void Confirm()
    {
        if (TrySettle()) Workspace!.Confirm(Lease);
    }

    /// <summary>Puts the value back in its place, as nobody has seen it.</summary>
    internal void GiveBack()
    {
        if (TrySettle()) _ = ReleaseAsync();
    }

    // Once, whoever is first: the thread of the tasks, or the one that brought the value.
    private bool TrySettle() => Lease != 0 && Interlocked.Exchange(ref _isSettled, 1) == 0;

    private async Task ReleaseAsync()
    {
        try
        {
            await NwsLease.ReleaseAsync(Workspace!.Server, [Lease], unused: true, CancellationToken.None).ConfigureAwait(false);
        }
        catch (NwsException)
        {
            // Without a connection, the server puts it back itself.
        }
    }
}
