namespace Nws.Server.Loop;

/// <summary>How long something took, again and again: counted by bounds from 50 microseconds to 5 seconds. For one thread that adds and any that read.</summary>
internal sealed class Durations
{
    private static readonly double[] Bounds = [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, double.PositiveInfinity];

    private readonly long[] _counts = new long[Bounds.Length];
    private double _sum;

    public void Add(TimeSpan duration)
    {
        double seconds = duration.TotalSeconds;
        int bound = 0;
        while (seconds > Bounds[bound]) bound++;
        Volatile.Write(ref _counts[bound], _counts[bound] + 1);
        Volatile.Write(ref _sum, _sum + seconds);
    }

    /// <summary>How many took at most each bound in seconds and more than the one before.</summary>
    public IEnumerable<(double Bound, long Count)> Read(out double sum)
    {
        sum = Volatile.Read(ref _sum);
        return Bounds.Select((bound, i) => (bound, Volatile.Read(ref _counts[i])));
    }
}
