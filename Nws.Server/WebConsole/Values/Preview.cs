using Nws.Values;

namespace Nws.Server.WebConsole;

/// <summary>What is shown of a value; of a large one its beginning.</summary>
/// <param name="Kind">Its kind, such as <c>numericArray</c>; <c>undecodable</c> for bytes that are no value.</param>
/// <param name="Text">In the notation that was asked for.</param>
/// <param name="Clipped">Whether something was left out.</param>
internal sealed record Preview(string Kind, string Text, bool Clipped)
{
    /// <summary>How many elements the container has; null for what is none.</summary>
    public int? Count { get; init; }

    /// <summary>The element type of a numeric array, such as <c>f8</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The shape of a numeric array.</summary>
    public int[]? Shape { get; init; }

    /// <summary>The content type of an image.</summary>
    public string? Image { get; init; }

    /// <summary>How many bytes a text or a byte string has.</summary>
    public int? Length { get; init; }

    /// <summary>The value as a table, if it is one and that was asked for.</summary>
    public Grid? Grid { get; init; }

    public static Preview Of(byte[] bytes, NwsNotation? notation, PreviewLimits limits, bool withGrid)
    {
        try
        {
            var decoder = new PrefixDecoder(bytes, limits);
            var value = decoder.Read();
            string text = Render(value, notation, limits);
            var preview = new Preview(NameOf(value.Kind), decoder.IsClipped ? text + " …" : text, decoder.IsClipped || text.Contains('…', StringComparison.Ordinal));
            if (withGrid) preview = preview with { Grid = Grid.Of(value, notation ?? NwsNotation.Json) };
            return Describe(preview, bytes, value);
        }
        catch (NwsValueException fault)
        {
            return new Preview("undecodable", $"({bytes.Length} bytes that are no value: {fault.Message})", Clipped: true);
        }
    }

    // A text stands for itself unless a language's notation was asked for.
    private static string Render(NwsValue value, NwsNotation? notation, PreviewLimits limits) =>
        notation is null && value.Content is string text && value.Kind == NwsValueKind.Text ? text : value.Render(notation ?? NwsNotation.Json, limits.Rendering);

    private static Preview Describe(Preview preview, byte[] bytes, NwsValue value)
    {
        var reader = new MessagePackReader(bytes);
        switch (reader.PeekType())
        {
            case MessagePackType.Text: return preview with { Length = reader.ReadUtf8().Length };
            case MessagePackType.Bytes:
                var content = reader.ReadBytes();
                return preview with { Length = content.Length, Image = ContentKind.ImageTypeOf(content) };
            case MessagePackType.Array: return preview with { Count = reader.ReadArrayHeader() };
            case MessagePackType.Map: return preview with { Count = reader.ReadMapHeader() };
            case MessagePackType.Extension: return DescribeExtension(preview, reader, value);
            default: return preview;
        }
    }

    private static Preview DescribeExtension(Preview preview, MessagePackReader reader, NwsValue value)
    {
        reader.ReadExtensionHeader(out _);
        if (value.Kind is NwsValueKind.Tuple or NwsValueKind.Set) return preview with { Count = reader.ReadArrayHeader() };
        if (value.Kind != NwsValueKind.NumericArray) return preview;
        reader.ReadArrayHeader();
        string type = reader.ReadText();
        int[] shape = new int[reader.ReadArrayHeader()];
        for (int i = 0; i < shape.Length; i++) shape[i] = (int)reader.ReadUInt64();
        return preview with { Type = type, Shape = shape };
    }

    private static string NameOf(NwsValueKind kind)
    {
        string name = kind.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
