namespace Nws.Values;

/// <summary>
/// Points in time and durations between .NET and values. .NET counts ticks of 100 ns in the years 1 to 9999, values nanoseconds in any.
/// </summary>
internal static class Times
{
    private static readonly long EpochTicks = DateTime.UnixEpoch.Ticks;

    /// <summary>Utc becomes an instant, Local a date-time with the offset of the local time zone, Unspecified a naive date-time.</summary>
    internal static NwsValue FromDateTime(DateTime time) => time.Kind switch
    {
        DateTimeKind.Utc => ValueFactory.PointInTime(SinceEpoch(time)),
        DateTimeKind.Local => FromLocal(time),
        _ => ValueFactory.NaiveDateTime(SinceEpoch(time)),
    };

    internal static NwsValue FromDateTimeOffset(DateTimeOffset time) =>
        ValueFactory.PointInTime(SinceEpoch(time.UtcDateTime) with { Offset = (int)time.Offset.TotalSeconds });

    internal static bool TryGetDateTime(NwsValue value, out DateTime time)
    {
        time = default;
        if (value.Content is not Moment moment || !TryGetDateTimeTicks(moment, out long ticks))
            return false;
        time = value.Kind switch
        {
            NwsValueKind.Instant => new DateTime(ticks, DateTimeKind.Utc),
            NwsValueKind.OffsetDateTime => new DateTime(ticks, DateTimeKind.Utc).ToLocalTime(),
            _ => new DateTime(ticks, DateTimeKind.Unspecified),
        };
        return value.Kind is NwsValueKind.Instant or NwsValueKind.OffsetDateTime or NwsValueKind.NaiveDateTime;
    }

    internal static bool TryGetDateTimeOffset(NwsValue value, out DateTimeOffset time)
    {
        time = default;
        if (value is not { Kind: NwsValueKind.Instant or NwsValueKind.OffsetDateTime, Content: Moment moment })
            return false;
        TimeSpan offset = TimeSpan.FromSeconds(moment.Offset);
        bool hasOffset = offset.Ticks % TimeSpan.TicksPerMinute == 0 && offset.Duration() <= TimeSpan.FromHours(14);
        if (!hasOffset || !TryGetDateTimeTicks(moment, out long ticks) || !IsDateTime(ticks + offset.Ticks))
            return false;
        time = new DateTimeOffset(ticks + offset.Ticks, offset);
        return true;
    }

    internal static bool TryGetTimeSpan(NwsValue value, out TimeSpan duration)
    {
        duration = default;
        if (value is not { Kind: NwsValueKind.Duration, Content: Moment moment } || !moment.TryGetTicks(out long ticks))
            return false;
        duration = TimeSpan.FromTicks(ticks);
        return true;
    }

    private static NwsValue FromLocal(DateTime time)
    {
        TimeSpan offset = TimeZoneInfo.Local.GetUtcOffset(time);
        return ValueFactory.PointInTime(Moment.FromTicks(time.Ticks - EpochTicks - offset.Ticks, (int)offset.TotalSeconds));
    }

    private static Moment SinceEpoch(DateTime time) => Moment.FromTicks(time.Ticks - EpochTicks);

    private static bool TryGetDateTimeTicks(Moment moment, out long ticks)
    {
        bool isWhole = moment.TryGetTicks(out long sinceEpoch);
        ticks = unchecked(sinceEpoch + EpochTicks);
        return isWhole && IsDateTime(ticks);
    }

    private static bool IsDateTime(long ticks) => ticks >= 0 && ticks <= DateTime.MaxValue.Ticks;
}
