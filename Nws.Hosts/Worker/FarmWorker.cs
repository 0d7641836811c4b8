using Nws.Farm;

namespace Nws.Hosts.Worker;

/// <summary>A worker of a standing farm: it joins as soon as there is the farm, and again whenever that comes back, until it is told to leave.</summary>
internal static class FarmWorker
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>How a worker of a farm is told where to join.</summary>
    public static WorkerOptions For(string farm, WorkerOptions options)
    {
        FarmOptions.CheckName(farm);
        return options with { Sleigh = SleighNames.Farm(farm), User = SleighNames.FarmUser(farm) };
    }

    /// <summary>Works until the token is cancelled. What keeps it from joining is said once.</summary>
    public static async Task RunAsync(string farm, WorkerOptions options, CancellationToken cancellationToken)
    {
        options = For(farm, options);
        string? said = null;
        var wait = FirstWait;
        while (true)
        {
            string why = await JoinAsync(farm, options, cancellationToken).ConfigureAwait(false);
            if (why != said) await options.Log.WriteLineAsync($"nws: {why} It will be joined as soon as it stands.").ConfigureAwait(false);
            wait = said is null || why == said ? TimeSpan.FromSeconds(Math.Min(2 * wait.TotalSeconds, LongestWait.TotalSeconds)) : FirstWait;
            said = why;
            await Task.Delay(wait, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <returns>Why it does not work any more, or did not begin.</returns>
    private static async Task<string> JoinAsync(string farm, WorkerOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await WorkerLoop.RunAsync(options, cancellationToken).ConfigureAwait(false);
            return $"The farm '{farm}' is over.";
        }
        catch (NwsNoWorkSpaceException)
        {
            return $"There is no farm '{farm}' at {options.Connection.Endpoint}.";
        }
        catch (Exception fault) when (fault is NwsServerException or SleighException)
        {
            return fault.Message;
        }
    }
}
