using Nws.Values;

namespace Nws.Server.WebConsole;

/// <summary>
/// Decodes the beginning of a value, however large it is: work and memory depend on the limits only. A container of which not everything is read ends there, and so do the lists and
/// maps around it, for what stands behind could only be found by going through all of it.
/// </summary>
internal ref struct PrefixDecoder(ReadOnlySpan<byte> bytes, PreviewLimits limits)
{
    private const int MaxDepth = 24;
    private const int LargeScalar = 4096;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private MessagePackReader _reader = new(bytes);
    private int _left = limits.Elements;
    private bool _ended;

    /// <summary>Whether something was left out.</summary>
    public bool IsClipped { get; private set; }

    public NwsValue Read(int depth = 0)
    {
        _left--;
        switch (_reader.PeekType())
        {
            case MessagePackType.Text: return ValueFactory.Text(ReadText());
            case MessagePackType.Bytes: return ValueFactory.Bytes(Clip(_reader.ReadBytes()).ToArray());
            case MessagePackType.Array: return ValueFactory.List([.. ReadItems(depth)]);
            case MessagePackType.Map: return ReadMap(depth);
            case MessagePackType.Extension: return ReadExtension(depth);
            default: return NwsValue.Decode(_reader.SkipToSpan());
        }
    }

    private string ReadText()
    {
        var utf8 = _reader.ReadUtf8();
        int length = Math.Min(utf8.Length, limits.TextBytes);
        while (length > 0 && length < utf8.Length && (utf8[length] & 0xc0) == 0x80) length--;
        IsClipped |= length < utf8.Length;
        return Wtf8.Decode(utf8[..length], out int invalidAt) ?? throw MessagePackReader.Fault(invalidAt, "the text is not UTF-8");
    }

    private ReadOnlySpan<byte> Clip(ReadOnlySpan<byte> all)
    {
        IsClipped |= all.Length > limits.TextBytes;
        return all[..Math.Min(all.Length, limits.TextBytes)];
    }

    private List<NwsValue> ReadItems(int depth)
    {
        int count = _reader.ReadArrayHeader();
        var items = new List<NwsValue>();
        while (items.Count < count && MayGoOn(items.Count, depth)) items.Add(Read(depth + 1));
        End(items.Count < count);
        return items;
    }

    private NwsValue ReadMap(int depth)
    {
        int count = _reader.ReadMapHeader();
        var (keys, values) = (new List<NwsValue>(), new List<NwsValue>());
        while (keys.Count < count && MayGoOn(keys.Count, depth))
        {
            var key = Read(depth + 1);
            if (_ended) break;
            keys.Add(key);
            values.Add(Read(depth + 1));
        }
        End(keys.Count < count);
        return ValueFactory.Map(Distinct([.. keys]), [.. values]);
    }

    // Clipped keys may be equal although the whole ones are not: then their places tell them apart.
    private static KeyedValues Distinct(NwsValue[] keys) =>
        KeyedValues.Create(keys, out _) ?? KeyedValues.Create([.. keys.Select((key, i) => ValueFactory.Text($"{i}: {key}"))], out _)!;

    private bool MayGoOn(int read, int depth) => !_ended && read < limits.Items && _left > 0 && depth < MaxDepth;

    private void End(bool incomplete)
    {
        _ended |= incomplete;
        IsClipped |= incomplete;
    }

    // Its length is known, so however little of it is read, what stands behind it is found.
    private NwsValue ReadExtension(int depth)
    {
        int start = _reader.Position;
        int end = _reader.ReadExtensionHeader(out sbyte type);
        end += _reader.Position;
        var value = type switch
        {
            ExtensionCode.Tuple => ValueFactory.Tuple([.. ReadItems(depth)]),
            ExtensionCode.Set => ValueFactory.Set(Distinct([.. ReadItems(depth)])),
            ExtensionCode.NumericArray => ReadArray(),
            _ => ReadScalar(start, end),
        };
        _ended = false;
        _reader.ReadRaw(end - _reader.Position);
        return value;
    }

    private NwsValue ReadScalar(int start, int end)
    {
        bool isSmall = end - start <= Math.Max(LargeScalar, limits.TextBytes);
        IsClipped |= !isSmall;
        return isSmall ? NwsValue.Decode(_bytes[start..end]) : ValueFactory.Text($"({end - start} bytes)");
    }

    /// <summary>The first elements, in the shape they have as far as they go.</summary>
    private NwsValue ReadArray()
    {
        _reader.ReadArrayHeader();
        var type = ElementType.WithCode(_reader.ReadText()) ?? throw MessagePackReader.Fault(_reader.Position, "no such element type of a numeric array");
        int[] shape = new int[_reader.ReadArrayHeader()];
        for (int i = 0; i < shape.Length; i++) shape[i] = (int)Math.Min(_reader.ReadUInt64(), int.MaxValue);
        var data = _reader.ReadBytes();
        var window = Window.Of(type, shape, data, limits.Items, out bool isClipped, ref _left);
        IsClipped |= isClipped;
        return ValueFactory.NumericArray(window);
    }
}
