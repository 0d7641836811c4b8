using System.Text.Json;

namespace Nws.Hosts.Cli;

/// <summary>How it went when a server in the background read its configuration again: a file per port, for <c>nws reload</c>.</summary>
/// <param name="IsDone">Whether what it says holds now.</param>
/// <param name="Message">What has changed, or why nothing has.</param>
internal sealed record ReloadReport(bool IsDone, string Message)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Leaves it for whoever asked. If that cannot be, he is told that nothing came, and the log has it anyway.</summary>
    public void TrySave(int port)
    {
        try
        {
            string draft = $"{ServerState.ReloadFile(port)}.new";
            File.WriteAllText(draft, JsonSerializer.Serialize(this, JsonSerializerOptions.Web));
            File.Move(draft, ServerState.ReloadFile(port), overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The disk is full, or the folder was taken away.
        }
    }

    /// <summary>Takes away what is left of an earlier time.</summary>
    public static void Forget(int port) => File.Delete(ServerState.ReloadFile(port));

    /// <summary>Waits for the report; null: none came in time.</summary>
    public static async Task<ReloadReport?> WaitAsync(int port, TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        using var timer = new PeriodicTimer(Pause);
        try
        {
            while (!File.Exists(ServerState.ReloadFile(port))) await timer.WaitForNextTickAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
        var report = JsonSerializer.Deserialize<ReloadReport>(await File.ReadAllTextAsync(ServerState.ReloadFile(port), cancellation), JsonSerializerOptions.Web);
        Forget(port);
        return report;
    }
}
