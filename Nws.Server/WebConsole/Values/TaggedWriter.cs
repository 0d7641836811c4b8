using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Nws.Values;

namespace Nws.Server.WebConsole;

/// <summary>
/// Writes values as JSON from which they can be made again exactly, see docs/api.md. What JSON has is written as it is; everything else is an object with one key that begins with <c>$</c>.
/// </summary>
internal static class TaggedWriter
{
    public static void Write(Utf8JsonWriter json, NwsValue value)
    {
        switch (value.Kind)
        {
            case NwsValueKind.Nil: json.WriteNullValue(); break;
            case NwsValueKind.Bool: json.WriteBooleanValue(value.Bits != 0); break;
            case NwsValueKind.Integer: json.WriteRawValue(ExactNumbers.IntegerOf(value).ToString(CultureInfo.InvariantCulture)); break;
            case NwsValueKind.Float64: WriteFloat(json, ExactNumbers.FloatOf(value)); break;
            case NwsValueKind.Text: WriteText(json, (string)value.Content!); break;
            case NwsValueKind.List: WriteItems(json, (NwsValue[])value.Content!); break;
            case NwsValueKind.Map: WriteMap(json, (ValueMap)value.Content!); break;
            default: WriteTagged(json, value); break;
        }
    }

    private static void WriteFloat(Utf8JsonWriter json, double number)
    {
        if (double.IsFinite(number)) json.WriteRawValue(FloatStyle.Json.Write(number));
        else WriteTag(json, Tag.Float64, () => json.WriteStringValue(number.ToString("R", CultureInfo.InvariantCulture)));
    }

    // A lone surrogate is no JSON: such a text goes as the 16-bit units it consists of.
    private static void WriteText(Utf8JsonWriter json, string text)
    {
        if (IsWhole(text)) json.WriteStringValue(text);
        else WriteTag(json, Tag.Text, () => json.WriteBase64StringValue(Units(text)));
    }

    private static byte[] Units(string text)
    {
        byte[] units = new byte[text.Length * 2];
        for (int i = 0; i < text.Length; i++) (units[2 * i], units[2 * i + 1]) = ((byte)text[i], (byte)(text[i] >> 8));
        return units;
    }

    private static bool IsWhole(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }
        return true;
    }

    private static void WriteItems(Utf8JsonWriter json, NwsValue[] items)
    {
        json.WriteStartArray();
        foreach (var item in items) Write(json, item);
        json.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter json, ValueMap map)
    {
        if (!map.HasTextKeys || map.Keys.Keys.Any(key => key.Content is string text && (text.StartsWith('$') || !IsWhole(text))))
        {
            WriteTag(json, Tag.Map, () => WritePairs(json, map));
            return;
        }
        json.WriteStartObject();
        for (int i = 0; i < map.Count; i++)
        {
            json.WritePropertyName((string)map.Keys.Keys[i].Content!);
            Write(json, map.Values[i]);
        }
        json.WriteEndObject();
    }

    private static void WritePairs(Utf8JsonWriter json, ValueMap map)
    {
        json.WriteStartArray();
        for (int i = 0; i < map.Count; i++) WriteItems(json, [map.Keys.Keys[i], map.Values[i]]);
        json.WriteEndArray();
    }

    private static void WriteTagged(Utf8JsonWriter json, NwsValue value)
    {
        string tag = Tag.Of(value.Kind);
        WriteTag(json, tag, () =>
        {
            switch (value.Content)
            {
                case byte[] bytes: json.WriteBase64StringValue(bytes); break;
                case NwsValue[] items: WriteItems(json, items); break;
                case KeyedValues set: WriteItems(json, set.Keys); break;
                case Complex number: WriteItems(json, [ValueFactory.Float64(number.Real), ValueFactory.Float64(number.Imaginary)]); break;
                case NwsNumericArray array: WriteArray(json, array); break;
                case NwsError error: WriteError(json, error); break;
                case Moment moment: WriteMoment(json, value.Kind, moment); break;
                case Guid uuid: json.WriteStringValue(uuid); break;
                case string number: json.WriteStringValue(number); break;
                default: json.WriteStringValue(((float)ExactNumbers.FloatOf(value)).ToString("R", CultureInfo.InvariantCulture)); break;
            }
        });
    }

    private static void WriteMoment(Utf8JsonWriter json, NwsValueKind kind, Moment moment)
    {
        json.WriteStartObject();
        json.WriteString("iso", kind == NwsValueKind.Duration ? TimeText.IsoDuration(moment) : TimeText.Iso(kind, moment));
        json.WriteNumber("seconds", moment.Seconds);
        json.WriteNumber("nanoseconds", moment.Nanoseconds);
        if (kind == NwsValueKind.OffsetDateTime) json.WriteNumber("offset", moment.Offset);
        json.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter json, NwsNumericArray array)
    {
        json.WriteStartObject();
        json.WriteString("type", array.Type.Code);
        json.WriteStartArray("shape");
        foreach (int length in array.Shape) json.WriteNumberValue(length);
        json.WriteEndArray();
        json.WriteBase64String("data", array.Data.Span);
        json.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter json, NwsError error)
    {
        json.WriteStartObject();
        foreach (var (name, text) in (ReadOnlySpan<(string, string)>)[("type", error.Type), ("message", error.Message), ("stack", error.Stack), ("language", error.Language)])
        {
            json.WritePropertyName(name);
            WriteText(json, text);
        }
        if (error.Cause is { } cause)
        {
            json.WritePropertyName("cause");
            WriteError(json, cause);
        }
        json.WriteEndObject();
    }

    private static void WriteTag(Utf8JsonWriter json, string tag, Action content)
    {
        json.WriteStartObject();
        json.WritePropertyName(tag);
        content();
        json.WriteEndObject();
    }
}
