namespace Nws.Values;

/// <summary>
/// The content of the four kinds of time. Instant and offset date-time: seconds since 1970-01-01T00:00:00Z; naive date-time: seconds of
/// the wall clock since 1970-01-01T00:00:00; duration: seconds, rounded down. The offset is in seconds and 0 except in an offset
/// date-time.
/// </summary>
internal readonly record struct Moment(long Seconds, int Nanoseconds, int Offset = 0)
{
    internal const int NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Offsets from UTC are less than a day.</summary>
    internal const int OffsetLimit = 24 * 60 * 60;

    private const int NanosecondsPerTick = 100;

    internal static Moment FromTicks(long ticks, int offset = 0)
    {
        (long seconds, long rest) = Math.DivRem(ticks, TimeSpan.TicksPerSecond);
        if (rest < 0)
        {
            seconds--;
            rest += TimeSpan.TicksPerSecond;
        }
        return new Moment(seconds, (int)rest * NanosecondsPerTick, offset);
    }

    /// <summary>The ticks of 100 ns since second 0; false if they are too many or the nanoseconds are no whole ticks.</summary>
    internal bool TryGetTicks(out long ticks)
    {
        Int128 exact = (Int128)Seconds * TimeSpan.TicksPerSecond + Nanoseconds / NanosecondsPerTick;
        ticks = (long)exact;
        return Nanoseconds % NanosecondsPerTick == 0 && exact >= long.MinValue && exact <= long.MaxValue;
    }
}
