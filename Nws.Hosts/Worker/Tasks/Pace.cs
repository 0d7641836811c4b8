namespace Nws.Hosts.Worker;

/// <summary>Decides how many tasks of a job a worker takes at a time, from how long those before took: about a millisecond of work, so that tasks of nothing are not slowed down by the way to the server and back.</summary>
/// <remarks>It starts with one and at most doubles, so one slow task among many quick ones finds few others behind it.</remarks>
internal sealed class Pace
{
    /// <summary>Never more than so many.</summary>
    public const int Largest = 64;

    private const double TargetSeconds = 0.001;
    private const double WeightOfNewest = 0.3;

    private double _secondsPerTask = double.NaN;

    /// <summary>How many tasks to take next.</summary>
    public int Size { get; private set; } = 1;

    /// <summary>Learns from tasks that have been run.</summary>
    /// <param name="tasks">How many.</param>
    /// <param name="seconds">How long they ran, all together.</param>
    public void Observe(int tasks, double seconds)
    {
        double cost = Math.Max(seconds, 1e-9) / tasks;
        _secondsPerTask = double.IsNaN(_secondsPerTask) ? cost : _secondsPerTask + (WeightOfNewest * (cost - _secondsPerTask));
        Size = (int)Math.Clamp(Math.Min(TargetSeconds / _secondsPerTask, 2.0 * Size), 1, Largest);
    }
}
