using Nws.Values;

namespace Nws.Runtime.Tests.Values;

public class TimeConversionTests
{
    public static TheoryData<DateTimeOffset> Points =>
    [
        DateTimeOffset.UnixEpoch, DateTimeOffset.MinValue, DateTimeOffset.MaxValue,
        new DateTimeOffset(2024, 5, 1, 12, 30, 15, TimeSpan.FromHours(2)),
        new DateTimeOffset(1, 1, 1, 14, 0, 0, TimeSpan.FromHours(14)), new DateTimeOffset(9999, 12, 31, 1, 0, 0, TimeSpan.FromHours(-14)),
        new DateTimeOffset(1969, 12, 31, 23, 59, 59, TimeSpan.FromMinutes(330)).AddTicks(1),
        new DateTimeOffset(2024, 5, 1, 12, 0, 0, 123, 456, TimeSpan.Zero).AddTicks(7),
    ];

    public static TheoryData<TimeSpan> Durations =>
    [
        TimeSpan.Zero, TimeSpan.MinValue, TimeSpan.MaxValue, TimeSpan.FromTicks(1), TimeSpan.FromTicks(-1), TimeSpan.FromSeconds(-1.5),
        TimeSpan.FromDays(400),
    ];

    [Theory]
    [MemberData(nameof(Points))]
    public void RoundTrip_OfDateTimeOffset_KeepsInstantAndOffset(DateTimeOffset point)
    {
        DateTimeOffset again = NwsValue.Decode(NwsValue.From(point).Encode()).To<DateTimeOffset>();
        Assert.Equal((point.Ticks, point.Offset), (again.Ticks, again.Offset));
    }

    [Theory]
    [MemberData(nameof(Points))]
    public void RoundTrip_OfDateTime_KeepsTicksAndKind(DateTimeOffset point)
    {
        foreach (DateTimeKind kind in new[] { DateTimeKind.Utc, DateTimeKind.Unspecified })
        {
            DateTime time = DateTime.SpecifyKind(point.UtcDateTime, kind);
            DateTime again = NwsValue.Decode(NwsValue.From(time).Encode()).To<DateTime>();
            Assert.Equal((time.Ticks, time.Kind), (again.Ticks, again.Kind));
        }
    }

    [Theory]
    [MemberData(nameof(Durations))]
    public void RoundTrip_OfTimeSpan_KeepsIt(TimeSpan duration) =>
        Assert.Equal(duration, NwsValue.Decode(NwsValue.From(duration).Encode()).To<TimeSpan>());

    [Fact]
    public void RoundTrip_OfLocalTime_KeepsTheInstant()
    {
        DateTime now = DateTime.Now;
        Assert.Equal(now, NwsValue.From(now).To<DateTime>());
        Assert.Equal(now.ToUniversalTime(), NwsValue.From(now).To<DateTimeOffset>().UtcDateTime);
    }

    [Fact]
    public void To_OfOffsetDateTimeAsDateTime_GivesLocalTimeOfTheInstant()
    {
        var point = new DateTimeOffset(2024, 5, 1, 12, 0, 0, TimeSpan.FromHours(5));
        DateTime time = NwsValue.From(point).To<DateTime>();
        Assert.Equal((DateTimeKind.Local, point.LocalDateTime), (time.Kind, time));
    }

    [Fact]
    public void To_OfNanosecondsDotNetCannotHold_ThrowsButTheValueKeepsThem()
    {
        NwsValue value = NwsValue.Decode(ValueFactory.PointInTime(new Moment(1_714_564_800, 123_456_789)).Encode());
        Assert.Equal("2024-05-01T12:00:00.123456789Z", value.ToString());
        Fault.Says("100 ns", () => value.To<DateTime>());
        Fault.Of(() => value.To<DateTimeOffset>());
        Assert.Same(value, value.ToObject());
        Fault.Of(() => ValueFactory.Duration(new Moment(0, 1)).To<TimeSpan>());
    }

    [Fact]
    public void To_OfTimesOutOfRange_Throws()
    {
        Fault.Of(() => ValueFactory.PointInTime(new Moment(long.MaxValue, 0)).To<DateTimeOffset>());
        Fault.Of(() => ValueFactory.NaiveDateTime(new Moment(long.MinValue, 0)).To<DateTime>());
        Fault.Of(() => ValueFactory.Duration(new Moment(long.MinValue, 0)).To<TimeSpan>());
        Fault.Of(() => ValueFactory.PointInTime(new Moment(0, 0, 1)).To<DateTimeOffset>());
        Fault.Of(() => ValueFactory.PointInTime(new Moment(0, 0, 15 * 3600)).To<DateTimeOffset>());
    }

    [Fact]
    public void To_OfNaiveDateTimeAsDateTimeOffset_TellsThatTheOffsetIsUnknown()
    {
        NwsValue value = NwsValue.From(new DateTime(2024, 5, 1));
        Fault.Says("its offset from UTC is not known", () => value.To<DateTimeOffset>());
    }

    [Fact]
    public void Decode_OfOffsetZero_IsTheInstant()
    {
        byte[] offsetZero = [0xd8, 5, .. new byte[16]];
        Assert.Equal(NwsValue.From(DateTime.UnixEpoch), NwsValue.Decode(offsetZero));
    }
}
