using System.Globalization;

namespace Nws.Values;

/// <summary>Times and durations as text, in any year a value can hold.</summary>
internal static class TimeText
{
    private const int SecondsPerDay = 86_400;
    private const int DaysPerEra = 146_097;
    private const int YearsPerEra = 400;
    private const int DaysFromEraToEpoch = 719_468;

    /// <summary>Year, month and day of a moment as its own clock shows it, and the seconds since midnight.</summary>
    internal static (long Year, int Month, int Day, int SecondOfDay) Civil(Moment moment)
    {
        Int128 seconds = (Int128)moment.Seconds + moment.Offset;
        long days = (long)((seconds - Modulo(seconds)) / SecondsPerDay);
        // Counts years from March, so that the leap day is the last: the usual arithmetic of the Gregorian calendar.
        long shifted = days + DaysFromEraToEpoch;
        long era = (shifted >= 0 ? shifted : shifted - DaysPerEra + 1) / DaysPerEra;
        long dayOfEra = shifted - era * DaysPerEra;
        long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long monthFromMarch = (5 * dayOfYear + 2) / 153;
        int month = (int)(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9);
        int day = (int)(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1);
        return (yearOfEra + era * YearsPerEra + (month <= 2 ? 1 : 0), month, day, Modulo(seconds));
    }

    /// <summary>Such as <c>2024-05-01T12:00:00.5+02:00</c>, with <c>Z</c> for an instant and nothing for a naive date-time.</summary>
    internal static string Iso(NwsValueKind kind, Moment moment)
    {
        (long year, int month, int day, int second) = Civil(moment);
        string sign = year < 0 ? "-" : year > 9999 ? "+" : "";
        string zone = kind switch
        {
            NwsValueKind.Instant => "Z",
            NwsValueKind.OffsetDateTime => Offset(moment.Offset),
            _ => "",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{sign}{Math.Abs(year):0000}-{month:00}-{day:00}T{Clock(second)}{Fraction(moment.Nanoseconds)}{zone}");
    }

    /// <summary>Such as <c>-1.02:03:04.5</c>, as <see cref="TimeSpan"/> writes it.</summary>
    internal static string Duration(Moment moment)
    {
        (bool negative, UInt128 seconds, int nanoseconds) = Magnitude(moment);
        UInt128 days = seconds / SecondsPerDay;
        string sign = negative ? "-" : "";
        string dayPart = days > 0 ? $"{days}." : "";
        return $"{sign}{dayPart}{Clock((int)(seconds % SecondsPerDay))}{Fraction(nanoseconds)}";
    }

    /// <summary>Such as <c>-P1DT2H3M4.5S</c>, as ISO 8601 writes it.</summary>
    internal static string IsoDuration(Moment moment)
    {
        (bool negative, UInt128 seconds, int nanoseconds) = Magnitude(moment);
        UInt128 days = seconds / SecondsPerDay;
        int rest = (int)(seconds % SecondsPerDay);
        string time = Part(rest / 3_600, "H") + Part(rest / 60 % 60, "M");
        if (rest % 60 > 0 || nanoseconds > 0)
            time += $"{rest % 60}{Fraction(nanoseconds)}S";
        if (days == 0 && time.Length == 0)
            return "PT0S";
        string date = days > 0 ? $"{days}D" : "";
        return $"{(negative ? "-" : "")}P{date}{(time.Length > 0 ? "T" : "")}{time}";
    }

    private static int Modulo(Int128 seconds)
    {
        var rest = (int)(seconds % SecondsPerDay);
        return rest < 0 ? rest + SecondsPerDay : rest;
    }

    private static (bool Negative, UInt128 Seconds, int Nanoseconds) Magnitude(Moment moment)
    {
        if (moment.Seconds >= 0)
            return (false, (UInt128)moment.Seconds, moment.Nanoseconds);
        var whole = (UInt128)(-(Int128)moment.Seconds);
        return moment.Nanoseconds == 0 ? (true, whole, 0) : (true, whole - 1, Moment.NanosecondsPerSecond - moment.Nanoseconds);
    }

    private static string Part(int number, string unit) => number > 0 ? $"{number}{unit}" : "";

    private static string Clock(int second) =>
        string.Create(CultureInfo.InvariantCulture, $"{second / 3_600:00}:{second / 60 % 60:00}:{second % 60:00}");

    private static string Fraction(int nanoseconds) =>
        nanoseconds == 0 ? "" : "." + nanoseconds.ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0');

    private static string Offset(int seconds)
    {
        int magnitude = Math.Abs(seconds);
        string rest = magnitude % 60 == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $":{magnitude % 60:00}");
        return string.Create(
            CultureInfo.InvariantCulture, $"{(seconds < 0 ? '-' : '+')}{magnitude / 3_600:00}:{magnitude / 60 % 60:00}{rest}");
    }
}
