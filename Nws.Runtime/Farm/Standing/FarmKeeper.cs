namespace Nws.Farm;

/// <summary>Keeps a standing farm: makes it, and makes it anew whenever the server was away, until somebody stops it.</summary>
internal static class FarmKeeper
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>Keeps the farm until somebody stops it.</summary>
    /// <param name="options">What it is to be like.</param>
    /// <param name="standing">Called once, when it stands for the first time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="NwsConnectException">No server answers.</exception>
    /// <exception cref="SleighException">There is a farm of this name, or a worker did not start.</exception>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    public static async Task RunAsync(FarmOptions options, Action standing, CancellationToken cancellationToken)
    {
        options = options.Checked();
        var farm = await StandingFarm.StartAsync(options, cancellationToken).ConfigureAwait(false);
        options.Log($"the farm stands at {options.Connection.Endpoint}");
        standing();
        while (!await KeepAsync(farm, options, cancellationToken).ConfigureAwait(false))
            farm = await RebuildAsync(options, cancellationToken).ConfigureAwait(false);
        options.Log("the farm was stopped");
    }

    /// <returns>Whether it was stopped; else it was lost.</returns>
    private static async Task<bool> KeepAsync(StandingFarm farm, FarmOptions options, CancellationToken cancellationToken)
    {
        await using var _ = farm.ConfigureAwait(false);
        try
        {
            await farm.KeepAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception fault) when (fault is NwsException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            options.Log($"the farm is lost and will be made anew: {fault.Message}");
            return false;
        }
    }

    private static async Task<StandingFarm> RebuildAsync(FarmOptions options, CancellationToken cancellationToken)
    {
        string? said = null;
        for (var wait = FirstWait; ; wait = TimeSpan.FromSeconds(Math.Min(2 * wait.TotalSeconds, LongestWait.TotalSeconds)))
        {
            await Task.Delay(wait, cancellationToken).ConfigureAwait(false);
            try
            {
                var farm = await StandingFarm.StartAsync(options, cancellationToken).ConfigureAwait(false);
                options.Log($"the farm stands again at {options.Connection.Endpoint}");
                return farm;
            }
            catch (Exception fault) when (fault is NwsException or SleighException && !cancellationToken.IsCancellationRequested)
            {
                if (fault.Message != said) options.Log($"the farm cannot be made anew yet: {fault.Message}");
                said = fault.Message;
            }
        }
    }
}
