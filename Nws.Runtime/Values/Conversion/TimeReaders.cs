namespace Nws.Values;

/// <summary>How values become times of .NET.</summary>
internal static class TimeReaders
{
    internal static object ReadDateTime(NwsValue value, ClrReader reader) =>
        Times.TryGetDateTime(value, out DateTime time) ? time : throw Unfit(value, typeof(DateTime), reader);

    internal static object ReadDateTimeOffset(NwsValue value, ClrReader reader) =>
        Times.TryGetDateTimeOffset(value, out DateTimeOffset time) ? time : throw Unfit(value, typeof(DateTimeOffset), reader);

    internal static object ReadTimeSpan(NwsValue value, ClrReader reader) =>
        Times.TryGetTimeSpan(value, out TimeSpan duration) ? duration : throw Unfit(value, typeof(TimeSpan), reader);

    private static NwsValueException Unfit(NwsValue value, Type type, ClrReader reader) =>
        reader.Fault(value, type, Reason(value.Kind, type));

    private static string? Reason(NwsValueKind kind, Type type)
    {
        if (kind == NwsValueKind.NaiveDateTime && type == typeof(DateTimeOffset))
            return "its offset from UTC is not known; DateTime can hold it";
        bool isPoint = kind is NwsValueKind.Instant or NwsValueKind.OffsetDateTime or NwsValueKind.NaiveDateTime;
        return (type == typeof(TimeSpan) ? kind == NwsValueKind.Duration : isPoint)
            ? "out of the range or resolution of .NET (years 1 to 9999, 100 ns, offsets of whole minutes up to 14 h); NwsValue holds it"
            : null;
    }
}
