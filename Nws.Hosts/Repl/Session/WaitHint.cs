using Nws.Hosts.Repl.Rendering;

namespace Nws.Hosts.Repl.Session;

/// <summary>Says what code waits for that has not ended after a while, once.</summary>
/// <param name="server">The server of the session.</param>
/// <param name="display">Where it is said.</param>
internal sealed class WaitHint(Task<SessionServer> server, IReplDisplay display)
{
    // Its workspaces are full of waits that are as they should be.
    private const string SleighPrefix = "sleigh_";

    /// <summary>How long code may wait before it is told why. Default: five seconds.</summary>
    internal TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Runs code, with a hint if it waits long.</summary>
    /// <param name="language">The language of the code.</param>
    /// <param name="run">Runs it.</param>
    internal async Task<Outcome> DuringAsync(NwsLanguage language, Func<Task<Outcome>> run)
    {
        using var ended = new CancellationTokenSource();
        long begin = TimeProvider.System.GetTimestamp();
        Task hint = SayAsync(language, begin, ended.Token);
        try
        {
            return await run();
        }
        finally
        {
            await ended.CancelAsync();
            await hint;
        }
    }

    private async Task SayAsync(NwsLanguage language, long begin, CancellationToken ended)
    {
        try
        {
            await Task.Delay(Patience, ended);
            NwsServer connection = (await server.WaitAsync(ended)).Connection;
            IReadOnlyList<NwsWait> waits = await connection.ListWaitsAsync(cancellationToken: ended);
            TimeSpan passed = TimeProvider.System.GetElapsedTime(begin);
            // The kernel has a connection of its own; its waits are those of its language that began with the code.
            foreach (NwsWait wait in waits.Where(wait => wait.Language == language.ToWireName() && wait.Duration <= passed && !wait.Workspace.StartsWith(SleighPrefix, StringComparison.Ordinal)))
                display.Say(WaitText.HintOf(wait));
        }
        catch (Exception fault) when (fault is OperationCanceledException or NwsException)
        {
            // The code has ended, or will say itself that the server is gone.
        }
    }
}
