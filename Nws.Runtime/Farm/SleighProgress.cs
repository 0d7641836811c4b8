namespace Nws;

/// <summary>How far a call of a Sleigh is.</summary>
/// <param name="Done">How many elements have a result.</param>
/// <param name="Total">How many there are; null if that is not known.</param>
/// <param name="Failed">How many of those done have failed.</param>
/// <param name="Elapsed">Since the call began.</param>
public readonly record struct SleighProgress(long Done, long? Total, long Failed, TimeSpan Elapsed)
{
    /// <summary>Elements per second so far.</summary>
    public double Rate => Elapsed > TimeSpan.Zero ? Done / Elapsed.TotalSeconds : 0;

    /// <summary>How long the rest will take at this rate; null if that cannot be told.</summary>
    public TimeSpan? Remaining => Total is { } total && Done > 0 ? Elapsed * ((total - Done) / (double)Done) : null;
}
