using System.Text;
using System.Text.Json;

namespace Nws.Hosts.Cli.Configuration;

/// <summary>A configuration file in JSON: an object with the options, in which <c>tokens</c> may be a list of objects instead of the name of a file.</summary>
internal sealed class JsonConfiguration
{
    private readonly byte[] _text;
    private readonly List<ConfigurationSection> _sections = [];
    private readonly List<(TextPlace Place, string Complaint)> _faults = [];

    private JsonConfiguration(string text) => _text = Encoding.UTF8.GetBytes(text);

    public static ConfigurationText Read(string text)
    {
        var reading = new JsonConfiguration(text);
        IReadOnlyList<ConfigurationEntry> entries = [];
        try
        {
            entries = reading.ReadAll();
        }
        catch (JsonException fault)
        {
            // The message ends with the place as a program counts it.
            string complaint = fault.Message.Split(" LineNumber: ")[0];
            reading._faults.Add((reading.PlaceAt(fault), complaint));
        }
        return new ConfigurationText(entries, reading._sections, reading._faults);
    }

    private List<ConfigurationEntry> ReadAll()
    {
        var reader = new Utf8JsonReader(_text);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            _faults.Add((PlaceAt(reader.TokenStartIndex), "The file is an object of options: {\"port\": 8765}."));
            return [];
        }
        var entries = ReadObject(ref reader, isWhole: true);
        // What stands behind the object is a fault, which the reader tells.
        while (reader.Read()) { }
        return entries;
    }

    private List<ConfigurationEntry> ReadObject(ref Utf8JsonReader reader, bool isWhole)
    {
        var entries = new List<ConfigurationEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (key, place) = (reader.GetString()!, PlaceAt(reader.TokenStartIndex));
            if (!names.Add(key)) _faults.Add((place, $"'{key}' is said twice."));
            reader.Read();
            if (isWhole && key == ConfigurationText.Token && reader.TokenType == JsonTokenType.StartArray) ReadTokens(ref reader);
            else if (isWhole && reader.TokenType == JsonTokenType.StartObject) _sections.Add(new(key, IsOneOfMany: false, ReadObject(ref reader, isWhole: false), place));
            else entries.Add(new(key, ReadValue(ref reader), place));
        }
        return entries;
    }

    private void ReadTokens(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var place = PlaceAt(reader.TokenStartIndex);
            if (reader.TokenType == JsonTokenType.StartObject) _sections.Add(new(ConfigurationText.Token, IsOneOfMany: true, ReadObject(ref reader, isWhole: false), place));
            else
            {
                _faults.Add((place, "tokens is a list of objects, each with name, secret, right and maybe workspaces, or the name of a file."));
                reader.Skip();
            }
        }
    }

    private static ConfigurationValue ReadValue(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String: return new(ConfigurationValueKind.Text, reader.GetString()!);
            case JsonTokenType.Number: return new(ConfigurationValueKind.Number, Encoding.UTF8.GetString(reader.ValueSpan));
            case JsonTokenType.True or JsonTokenType.False: return new(ConfigurationValueKind.Flag, reader.TokenType == JsonTokenType.True ? "true" : "false");
            case JsonTokenType.StartArray: return ReadList(ref reader);
            default:
                reader.Skip();
                return new(ConfigurationValueKind.Other);
        }
    }

    private static ConfigurationValue ReadList(ref Utf8JsonReader reader)
    {
        var items = new List<ConfigurationValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(ReadValue(ref reader));
        return new(ConfigurationValueKind.List) { Items = items };
    }

    private TextPlace PlaceAt(JsonException fault)
    {
        int start = 0;
        for (long line = fault.LineNumber ?? 0; line > 0; line--) start = Array.IndexOf(_text, (byte)'\n', start) + 1;
        return PlaceAt(start + (fault.BytePositionInLine ?? 0));
    }

    private TextPlace PlaceAt(long index)
    {
        var before = _text.AsSpan(0, (int)Math.Min(index, _text.Length));
        return new TextPlace(before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1);
    }
}
