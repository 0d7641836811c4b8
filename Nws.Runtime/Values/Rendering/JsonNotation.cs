using System.Numerics;

namespace Nws.Values;

/// <summary>Values as JSON; see <see cref="NwsNotation.Json"/> for what becomes of the kinds JSON lacks.</summary>
internal sealed class JsonNotation(RenderLimits limits) : Notation(limits)
{
    protected override FloatStyle Floats => FloatStyle.Json;

    protected override string Float32(string number) => number;

    protected override string Complex(Complex number) => $"[{Floats.Write(number.Real)}, {Floats.Write(number.Imaginary)}]";

    protected override void WriteDecimal(string number)
    {
        if (char.IsAsciiDigit(number[^1]))
            WriteBounded(number);
        else
            WriteText(number);
    }

    protected override void WriteText(string text) => TextEscape.Json.Write(text, '"', Limits.TextLength, Output);

    protected override void WriteBytes(byte[] bytes)
    {
        int shown = Math.Min(bytes.Length, Limits.TextLength);
        Output.Append("\"");
        Output.Append(Convert.ToBase64String(bytes, 0, shown));
        Output.Append("\"");
        if (shown < bytes.Length)
            Output.AppendElision(bytes.Length - shown);
    }

    protected override void WriteList(NwsValue[] items, int depth) => WriteItems(items, "[", "]", depth);

    protected override void WriteTuple(NwsValue[] items, int depth) => WriteItems(items, "[", "]", depth);

    protected override void WriteSet(NwsValue[] items, int depth) => WriteItems(items, "[", "]", depth);

    protected override void WriteMap(ValueMap map, int depth)
    {
        bool isObject = map.HasTextKeys;
        WriteGroup(map.Count, isObject ? "{" : "[", isObject ? "}" : "]", depth, i =>
        {
            Output.Append(isObject ? "" : "[");
            Write(map.Keys.Keys[i], depth + 1);
            Output.Append(isObject ? ": " : ", ");
            Write(map.Values[i], depth + 1);
            Output.Append(isObject ? "" : "]");
        });
    }

    protected override void WriteDateTime(NwsValueKind kind, Moment moment) => WriteText(TimeText.Iso(kind, moment));

    protected override void WriteDuration(Moment moment) => WriteText(TimeText.IsoDuration(moment));

    protected override void WriteUuid(string uuid) => WriteText(uuid);

    protected override void WriteArray(NwsNumericArray array, int depth) => WriteGrid(array, "[", "]", depth);

    protected override void WriteError(NwsError error, int depth)
    {
        (string Name, string Content)[] fields =
            [("type", error.Type), ("message", error.Message), ("stack", error.Stack), ("language", error.Language)];
        int count = fields.Length + (error.Cause is null ? 0 : 1);
        WriteGroup(count, "{", "}", depth, i =>
        {
            WriteText(i < fields.Length ? fields[i].Name : "cause");
            Output.Append(": ");
            if (i < fields.Length)
                WriteText(fields[i].Content);
            else
                WriteError(error.Cause!, depth + 1);
        });
    }
}
