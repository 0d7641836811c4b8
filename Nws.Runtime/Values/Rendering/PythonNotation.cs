using System.Globalization;
using System.Numerics;

namespace Nws.Values;

/// <summary>Values as Python's <c>repr</c> writes them; kinds Python lacks as the <c>nws</c> package calls them.</summary>
internal sealed class PythonNotation(RenderLimits limits) : Notation(limits)
{
    private const int NanosecondsPerMicrosecond = 1_000;
    private const int SecondsPerDay = 86_400;

    protected override FloatStyle Floats => FloatStyle.Python;

    protected override string Nil => "None";

    protected override string Bool(bool value) => value ? "True" : "False";

    protected override string Float32(string number) => $"Float32({number})";

    protected override string Complex(Complex number)
    {
        string imaginary = WithoutFraction(number.Imaginary) + "j";
        if (number.Real == 0 && !double.IsNegative(number.Real))
            return imaginary;
        return $"({WithoutFraction(number.Real)}{(imaginary[0] == '-' ? "" : "+")}{imaginary})";
    }

    protected override void WriteDecimal(string number) => WriteCall("Decimal", number);

    protected override void WriteText(string text) => TextEscape.Python.Write(text, QuoteFor(text), Limits.TextLength, Output);

    protected override void WriteBytes(byte[] bytes)
    {
        int shown = Math.Min(bytes.Length, Limits.TextLength);
        Output.Append("b'");
        for (int i = 0; i < shown && !Output.IsFull; i++)
            Output.Append(Escape(bytes[i]));
        Output.Append("'");
        if (shown < bytes.Length)
            Output.AppendElision(bytes.Length - shown);
    }

    protected override void WriteList(NwsValue[] items, int depth) => WriteItems(items, "[", "]", depth);

    protected override void WriteTuple(NwsValue[] items, int depth) => WriteItems(items, "(", items.Length == 1 ? ",)" : ")", depth);

    protected override void WriteSet(NwsValue[] items, int depth)
    {
        if (items.Length == 0)
            Output.Append("set()");
        else
            WriteItems(items, "{", "}", depth);
    }

    protected override void WriteMap(ValueMap map, int depth) => WriteGroup(map.Count, "{", "}", depth, i =>
    {
        Write(map.Keys.Keys[i], depth + 1);
        Output.Append(": ");
        Write(map.Values[i], depth + 1);
    });

    protected override void WriteDateTime(NwsValueKind kind, Moment moment)
    {
        (long year, int month, int day, int second) = TimeText.Civil(moment);
        if (year is < 1 or > 9999 || moment.Nanoseconds % NanosecondsPerMicrosecond != 0)
        {
            WriteCall("NwsDateTime", TimeText.Iso(kind, moment));
            return;
        }
        int microsecond = moment.Nanoseconds / NanosecondsPerMicrosecond;
        string seconds = second % 60 > 0 || microsecond > 0 ? $", {second % 60}" : "";
        string microseconds = microsecond > 0 ? $", {microsecond}" : "";
        Output.Append(string.Create(
            CultureInfo.InvariantCulture,
            $"datetime.datetime({year}, {month}, {day}, {second / 3_600}, {second / 60 % 60}{seconds}{microseconds}{Zone(kind, moment)})"));
    }

    protected override void WriteDuration(Moment moment)
    {
        if (moment.Nanoseconds % NanosecondsPerMicrosecond != 0)
        {
            WriteCall("NwsDuration", TimeText.IsoDuration(moment));
            return;
        }
        Output.Append(TimeDelta(moment.Seconds, moment.Nanoseconds / NanosecondsPerMicrosecond));
    }

    protected override void WriteUuid(string uuid) => WriteCall("UUID", uuid);

    protected override void WriteArray(NwsNumericArray array, int depth)
    {
        Output.Append("array(");
        WriteGrid(array, "[", "]", depth);
        Output.Append(array.Length > 0 && IsUsual(array.ElementType) ? ")" : $", dtype={array.ElementType.ToString().ToLowerInvariant()})");
    }

    protected override void WriteError(NwsError error, int depth)
    {
        Output.Append("RemoteError(");
        WriteText(error.Type);
        Output.Append(", ");
        WriteText(error.Message);
        Output.Append(")");
    }

    private void WriteCall(string name, string argument)
    {
        Output.Append(name + "('");
        WriteBounded(argument);
        Output.Append("')");
    }

    private string WithoutFraction(double number)
    {
        string text = Floats.Write(number);
        return text.EndsWith(Floats.WholeSuffix, StringComparison.Ordinal) ? text[..^Floats.WholeSuffix.Length] : text;
    }

    // numpy names the type of the elements only where the numbers do not show it.
    private static bool IsUsual(NwsElementType type) =>
        type is NwsElementType.Bool or NwsElementType.Int64 or NwsElementType.Float64 or NwsElementType.Complex128;

    private static string Zone(NwsValueKind kind, Moment moment) => kind switch
    {
        NwsValueKind.Instant => ", tzinfo=datetime.timezone.utc",
        NwsValueKind.OffsetDateTime => $", tzinfo=datetime.timezone({TimeDelta(moment.Offset, 0)})",
        _ => "",
    };

    private static string TimeDelta(long seconds, int microseconds)
    {
        long rest = (seconds % SecondsPerDay + SecondsPerDay) % SecondsPerDay;
        var parts = new List<string>();
        if (seconds - rest != 0)
            parts.Add($"days={(seconds - rest) / SecondsPerDay}");
        if (rest != 0)
            parts.Add($"seconds={rest}");
        if (microseconds != 0)
            parts.Add($"microseconds={microseconds}");
        return parts.Count == 0 ? "datetime.timedelta(0)" : $"datetime.timedelta({string.Join(", ", parts)})";
    }

    private char QuoteFor(string text)
    {
        ReadOnlySpan<char> shown = text.AsSpan(0, Math.Min(text.Length, Limits.TextLength));
        return shown.Contains('\'') && !shown.Contains('"') ? '"' : '\'';
    }

    private static string Escape(byte value) => value switch
    {
        (byte)'\\' => "\\\\",
        (byte)'\'' => "\\'",
        (byte)'\n' => "\\n",
        (byte)'\r' => "\\r",
        (byte)'\t' => "\\t",
        >= 0x20 and < 0x7f => ((char)value).ToString(),
        _ => $"\\x{value:x2}",
    };
}
