using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Nws.Hosts.Cli;

/// <summary>Values written as JSON.</summary>
internal static class JsonText
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 256 };

    /// <summary>Reads a value. A number without point and exponent is an integer of any size.</summary>
    /// <exception cref="FormatException">The text is not JSON; the message says where.</exception>
    public static NwsValue Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return NwsValue.From(Convert(document.RootElement));
        }
        catch (JsonException fault)
        {
            throw new FormatException($"The value is not JSON: {fault.Message}");
        }
    }

    private static object? Convert(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().ToDictionary(member => member.Name, member => Convert(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().Select(Convert).ToList(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => Number(element.GetRawText()),
        JsonValueKind.Null => null,
        _ => element.GetBoolean(),
    };

    private static object Number(string text)
    {
        if (text.AsSpan().IndexOfAny(".eE") < 0) return BigInteger.Parse(text, CultureInfo.InvariantCulture);
        double number = double.Parse(text, CultureInfo.InvariantCulture);
        return double.IsFinite(number) ? number : throw new FormatException($"The number {text} is too large for a float.");
    }
}
