using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Nws.Values;

namespace Nws.Server.WebConsole;

/// <summary>Makes values of JSON, with or without the tags of <see cref="TaggedWriter"/>. A number without point and exponent is an integer of any size.</summary>
internal static class TaggedReader
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 4 * NwsValue.MaxDepth };

    /// <exception cref="FormatException">The text is not JSON, or a tag is not used as it must be; the message says where.</exception>
    public static NwsValue Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, Strict);
            var value = Read(document.RootElement);
            return value.Depth <= NwsValue.MaxDepth ? value : throw new FormatException($"The value has more than {NwsValue.MaxDepth} containers inside each other.");
        }
        catch (JsonException fault)
        {
            throw new FormatException($"The value is not JSON: {fault.Message}");
        }
    }

    public static NwsValue Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => NwsValue.Nil,
        JsonValueKind.True or JsonValueKind.False => ValueFactory.Bool(json.GetBoolean()),
        JsonValueKind.Number => ReadNumber(json.GetRawText()),
        JsonValueKind.String => ValueFactory.Text(json.GetString()!),
        JsonValueKind.Array => ValueFactory.List([.. Items(json)]),
        _ => ReadObject(json),
    };

    private static NwsValue ReadNumber(string text)
    {
        if (text.AsSpan().IndexOfAny(".eE") < 0) return ValueFactory.Integer(BigInteger.Parse(text, CultureInfo.InvariantCulture));
        double number = double.Parse(text, CultureInfo.InvariantCulture);
        return double.IsFinite(number) ? ValueFactory.Float64(number) : throw new FormatException($"The number {text} is too large for a float.");
    }

    private static NwsValue ReadObject(JsonElement json)
    {
        var members = json.EnumerateObject().ToArray();
        if (members is [{ Name: ['$', ..] } only]) return ReadTagged(only.Name, only.Value);
        return Map(members.Select(member => (ValueFactory.Text(member.Name), Read(member.Value))));
    }

    private static NwsValue ReadTagged(string tag, JsonElement content)
    {
        try
        {
            return tag switch
            {
                Tag.Float64 => ValueFactory.Float64(double.Parse(content.GetString()!, CultureInfo.InvariantCulture)),
                Tag.Float32 => ValueFactory.Float32(float.Parse(content.GetString()!, CultureInfo.InvariantCulture)),
                Tag.Decimal => ValueFactory.Decimal(DecimalText.Normalize(content.GetString()!) ?? throw new FormatException("it is no decimal number")),
                Tag.Text => ValueFactory.Text(FromUnits(content.GetBytesFromBase64())),
                Tag.Bytes => ValueFactory.Bytes(content.GetBytesFromBase64()),
                Tag.Tuple => ValueFactory.Tuple([.. Items(content)]),
                Tag.Set => ValueFactory.Set(Distinct(Items(content))),
                Tag.Map => Map(content.EnumerateArray().Select(pair => (Read(pair[0]), Read(pair[1])))),
                Tag.Instant => ValueFactory.PointInTime(ReadMoment(content, hasOffset: false)),
                Tag.OffsetDateTime => ValueFactory.PointInTime(ReadMoment(content, hasOffset: true)),
                Tag.NaiveDateTime => ValueFactory.NaiveDateTime(ReadMoment(content, hasOffset: false)),
                Tag.Duration => ValueFactory.Duration(ReadMoment(content, hasOffset: false)),
                Tag.Uuid => ValueFactory.Uuid(content.GetGuid()),
                Tag.Complex => ValueFactory.Complex(new Complex(Number(content[0]), Number(content[1]))),
                Tag.NumericArray => ReadArray(content),
                Tag.Error => ValueFactory.Error(ReadError(content)),
                _ => throw new FormatException($"there is no such tag; a map with a key like it is written {{\"{Tag.Map}\": [[key, value], ...]}}"),
            };
        }
        catch (Exception fault) when (fault is InvalidOperationException or FormatException or KeyNotFoundException or IndexOutOfRangeException or OverflowException or NwsValueException)
        {
            throw new FormatException($"The value under \"{tag}\" is not what the tag asks for: {fault.Message}");
        }
    }

    private static List<NwsValue> Items(JsonElement json) => [.. json.EnumerateArray().Select(Read)];

    private static NwsValue Map(IEnumerable<(NwsValue Key, NwsValue Value)> entries)
    {
        var all = entries.ToArray();
        return ValueFactory.Map(Distinct(all.Select(entry => entry.Key)), [.. all.Select(entry => entry.Value)]);
    }

    private static KeyedValues Distinct(IEnumerable<NwsValue> keys)
    {
        NwsValue[] all = [.. keys];
        return KeyedValues.Create(all, out int duplicate) ?? throw new FormatException($"{all[duplicate]} stands there twice");
    }

    private static double Number(JsonElement json) => ExactNumbers.FloatOf(Read(json) is { Kind: NwsValueKind.Float64 } number ? number : throw new FormatException("a part is no float such as 1.0"));

    private static Moment ReadMoment(JsonElement json, bool hasOffset)
    {
        var moment = new Moment(json.GetProperty("seconds").GetInt64(), json.GetProperty("nanoseconds").GetInt32(), hasOffset ? json.GetProperty("offset").GetInt32() : 0);
        if (moment.Nanoseconds is < 0 or >= Moment.NanosecondsPerSecond) throw new FormatException("nanoseconds are 0 to 999999999");
        if (Math.Abs((long)moment.Offset) >= Moment.OffsetLimit) throw new FormatException("an offset from UTC is less than 24 hours");
        return moment;
    }

    private static NwsValue ReadArray(JsonElement json)
    {
        var type = ElementType.WithCode(json.GetProperty("type").GetString() ?? "") ?? throw new FormatException("there is no such element type");
        int[] shape = [.. json.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32())];
        return ValueFactory.NumericArray(new NwsNumericArray(type.Type, shape, json.GetProperty("data").GetBytesFromBase64()));
    }

    private static NwsError ReadError(JsonElement json)
    {
        string Field(string name) => json.TryGetProperty(name, out var field) ? Read(field).To<string>() : "";
        return new NwsError(Field("type"), Field("message"), Field("stack"), Field("language"), json.TryGetProperty("cause", out var cause) ? ReadError(cause) : null);
    }

    private static string FromUnits(byte[] units) => string.Create(units.Length / 2, units, (text, from) =>
    {
        for (int i = 0; i < text.Length; i++) text[i] = (char)(from[2 * i] | from[2 * i + 1] << 8);
    });
}
