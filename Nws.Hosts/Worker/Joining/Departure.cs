using Nws.Farm;

namespace Nws.Hosts.Worker;

/// <summary>Notices when a worker is asked to leave: it finishes what it runs, takes nothing more, and says goodbye.</summary>
/// <param name="sleigh">The Sleigh's workspace.</param>
/// <param name="rank">The worker's.</param>
/// <param name="log">Where it is told what was stored there and cannot be understood.</param>
internal sealed class Departure(NetWorkSpace sleigh, int rank, TextWriter log) : IDisposable
{
    private const double MostSeconds = int.MaxValue / 1000;

    private readonly CancellationTokenSource _asked = new();

    /// <summary>Cancelled when the worker is to take no further task.</summary>
    public CancellationToken Asked => _asked.Token;

    /// <summary>Waits until somebody asks, or the Sleigh is over. Whoever asks again gives the worker another time.</summary>
    /// <param name="over">Cancelled when the time for what runs has passed.</param>
    public async Task WatchAsync(CancellationTokenSource over)
    {
        try
        {
            while (true)
            {
                double seconds = await SecondsAsync(over.Token).ConfigureAwait(false);
                over.CancelAfter(TimeSpan.FromSeconds(Math.Clamp(seconds, 0, MostSeconds)));
                await _asked.CancelAsync().ConfigureAwait(false);
            }
        }
        catch (Exception end) when (end is NwsException or OperationCanceledException or ObjectDisposedException)
        {
            // The worker has ended already, for another reason.
        }
    }

    public void Dispose() => _asked.Dispose();

    private async Task<double> SecondsAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var value = await sleigh.FetchAsync(SleighNames.LeaveOf(rank), null, cancellationToken).ConfigureAwait(false);
            try
            {
                return value.To<double>();
            }
            catch (NwsValueException fault)
            {
                await log.WriteLineAsync($"'{SleighNames.LeaveOf(rank)}' takes the seconds that a worker has to finish what it runs, and this is no number: {fault.Message}").ConfigureAwait(false);
            }
        }
    }
}
