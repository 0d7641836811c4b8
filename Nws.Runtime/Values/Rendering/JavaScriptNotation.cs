using System.Globalization;
using System.Numerics;

namespace Nws.Values;

/// <summary>Values as the prompt of Node writes them; kinds JavaScript lacks as the <c>nws</c> module calls them.</summary>
internal sealed class JavaScriptNotation(RenderLimits limits) : Notation(limits)
{
    private const int NanosecondsPerMillisecond = 1_000_000;
    private const long LargestDate = 8_640_000_000_000;
    private static readonly BigInteger LargestSafe = (1L << 53) - 1;

    protected override FloatStyle Floats => FloatStyle.JavaScript;

    protected override string Float32(string number) => $"NwsFloat32({number})";

    protected override string Complex(Complex number) => $"NwsComplex({Floats.Write(number.Real)}, {Floats.Write(number.Imaginary)})";

    protected override void WriteInteger(BigInteger number)
    {
        base.WriteInteger(number);
        if (BigInteger.Abs(number) > LargestSafe)
            Output.Append("n");
    }

    protected override void WriteDecimal(string number) => WriteCall("NwsDecimal", number);

    protected override void WriteText(string text) => TextEscape.JavaScript.Write(text, QuoteFor(text), Limits.TextLength, Output);

    protected override void WriteBytes(byte[] bytes)
    {
        int shown = Math.Min(bytes.Length, Limits.TextLength);
        Output.Append($"Uint8Array({bytes.Length}) ");
        Output.Append(bytes.Length == 0 ? "[" : "[ ");
        for (int i = 0; i < shown && !Output.IsFull; i++)
            Output.Append((i == 0 ? "" : ", ") + bytes[i].ToString(CultureInfo.InvariantCulture));
        if (shown < bytes.Length)
            Output.AppendElision(bytes.Length - shown);
        Output.Append(bytes.Length == 0 ? "]" : " ]");
    }

    protected override void WriteList(NwsValue[] items, int depth) => WriteSpaced(items, '[', ']', depth);

    protected override void WriteTuple(NwsValue[] items, int depth)
    {
        Output.Append($"NwsTuple({items.Length}) ");
        WriteSpaced(items, '[', ']', depth);
    }

    protected override void WriteSet(NwsValue[] items, int depth)
    {
        Output.Append($"Set({items.Length}) ");
        WriteSpaced(items, '{', '}', depth);
    }

    protected override void WriteMap(ValueMap map, int depth)
    {
        bool isObject = map.HasTextKeys;
        if (!isObject)
            Output.Append($"Map({map.Count}) ");
        WriteGroup(map.Count, map.Count == 0 ? "{" : "{ ", map.Count == 0 ? "}" : " }", depth, i =>
        {
            if (isObject && map.Keys.Keys[i] is { Content: string name } && Identifiers.IsIdentifier(name))
                WriteBounded(name);
            else
                Write(map.Keys.Keys[i], depth + 1);
            Output.Append(isObject ? ": " : " => ");
            Write(map.Values[i], depth + 1);
        });
    }

    protected override void WriteDateTime(NwsValueKind kind, Moment moment)
    {
        bool isDate = kind == NwsValueKind.Instant && moment.Nanoseconds % NanosecondsPerMillisecond == 0
            && moment.Seconds is >= -LargestDate and <= LargestDate;
        if (!isDate)
        {
            WriteCall("NwsDateTime", TimeText.Iso(kind, moment));
            return;
        }
        string whole = TimeText.Iso(NwsValueKind.NaiveDateTime, moment with { Nanoseconds = 0 });
        Output.Append(string.Create(CultureInfo.InvariantCulture, $"{whole}.{moment.Nanoseconds / NanosecondsPerMillisecond:000}Z"));
    }

    protected override void WriteDuration(Moment moment) => WriteCall("NwsDuration", TimeText.IsoDuration(moment));

    protected override void WriteUuid(string uuid) => WriteCall("NwsUuid", uuid);

    protected override void WriteArray(NwsNumericArray array, int depth)
    {
        string? name = array.Shape.Length == 1 ? TypedArrayName(array.ElementType) : null;
        string shape = string.Join('x', array.Shape);
        Output.Append(name is not null ? $"{name}({shape}) " : $"NwsArray({shape}, '{array.Type.Code}') ");
        WriteGrid(array, array.Length == 0 ? "[" : "[ ", array.Length == 0 ? "]" : " ]", depth);
    }

    protected override string WholeElement(IFormattable number) => base.WholeElement(number) + (number is long or ulong ? "n" : "");

    protected override void WriteError(NwsError error, int depth)
    {
        Output.Append("[NwsRemoteError: ");
        WriteBounded(error.ToString());
        Output.Append("]");
    }

    private static string? TypedArrayName(NwsElementType type) => type switch
    {
        NwsElementType.Int8 or NwsElementType.Int16 or NwsElementType.Int32 => $"{type}Array",
        NwsElementType.Float32 or NwsElementType.Float64 => $"{type}Array",
        NwsElementType.UInt16 => "Uint16Array",
        NwsElementType.UInt32 => "Uint32Array",
        NwsElementType.Int64 => "BigInt64Array",
        NwsElementType.UInt64 => "BigUint64Array",
        _ => null,
    };

    private void WriteSpaced(NwsValue[] items, char open, char close, int depth)
    {
        string space = items.Length == 0 ? "" : " ";
        WriteItems(items, open + space, space + close, depth);
    }

    private void WriteCall(string name, string argument)
    {
        Output.Append(name + "('");
        WriteBounded(argument);
        Output.Append("')");
    }

    private char QuoteFor(string text)
    {
        ReadOnlySpan<char> shown = text.AsSpan(0, Math.Min(text.Length, Limits.TextLength));
        if (!shown.Contains('\''))
            return '\'';
        if (!shown.Contains('"'))
            return '"';
        return shown.Contains('`') ? '\'' : '`';
    }
}
