namespace Nws.Farm;

/// <summary>Decides how many elements make a task: as many as a worker needs some milliseconds for, fewer towards the end, so that all workers end together.</summary>
/// <remarks>
/// The cost of an element is not known before some have run, and need not be the same for all. So the size starts at one, grows to at most four times that of a task that came back, or to what would not
/// take long even if the next elements cost much more, and never exceeds a share of what is left. What workers measured recently counts more than what they measured first.
/// </remarks>
/// <param name="workers">How many workers there are.</param>
/// <param name="fixedSize">The size if the user has chosen one.</param>
internal sealed class ChunkSizer(int workers, int? fixedSize)
{
    /// <summary>Long against what a task costs beside its elements (some 100 microseconds), short against what a person notices.</summary>
    private const double TargetSeconds = 0.04;

    private const int Largest = 8192;
    private const double WeightOfNewest = 0.3;

    /// <summary>Cheap elements are soon in large tasks, and the first may be cheaper than those that follow.</summary>
    private const double MostGrowth = 4;

    /// <summary>Even if the next elements cost so many times more, a task of this size would not take too long.</summary>
    private const double Caution = 64;

    private double _secondsPerElement = double.NaN;
    private int _size = 1;

    /// <summary>How many workers there are now.</summary>
    public int Workers { get; set; } = workers;

    /// <summary>How many tasks each worker should find waiting or be running, so that none is idle while results travel.</summary>
    public const int TasksPerWorker = 4;

    /// <summary>Whether sizes are found here.</summary>
    public bool IsAutomatic => fixedSize is null;

    /// <summary>The size of tasks when much is left.</summary>
    public int Size => fixedSize ?? _size;

    /// <summary>The size of the next task.</summary>
    /// <param name="left">How many elements are left to submit; null if nobody knows.</param>
    public int Next(long? left)
    {
        if (fixedSize is { } size) return size;
        // Half of an even share: what the estimate has wrong, the other half makes good.
        long share = left is { } known ? Math.Max(1, known / (2L * Workers)) : Largest;
        return (int)Math.Min(_size, share);
    }

    /// <summary>Learns from a task that came back.</summary>
    /// <param name="elements">How many elements it had.</param>
    /// <param name="seconds">How long they ran.</param>
    public void Observe(int elements, double seconds)
    {
        if (elements == 0) return;
        double cost = Math.Max(seconds, 1e-9) / elements;
        _secondsPerElement = double.IsNaN(_secondsPerElement) ? cost : _secondsPerElement + (WeightOfNewest * (cost - _secondsPerElement));
        double wanted = Math.Max(TargetSeconds / _secondsPerElement, 1);
        double safe = Math.Max(MostGrowth * elements, wanted / Caution);
        _size = (int)Math.Min(Math.Min(wanted, Largest), Math.Max(_size, safe));
    }
}
