using Nws.Values;

namespace Nws.Server.Sessions;

/// <summary>
/// The names a connection used last, as text. A client says the same few methods, workspaces and variables again and again; remembered, they need neither decoding nor
/// memory. Names that fall on the same place take turns.
/// </summary>
internal sealed class NameCache
{
    private const int Places = 64;
    private const int LongestName = 64;

    private readonly (byte[] Utf8, string Text)[] _places = new (byte[], string)[Places];

    /// <summary>Reads a text element.</summary>
    /// <exception cref="NwsValueException">The next element is no text.</exception>
    public string Read(ref MessagePackReader reader)
    {
        var before = reader;
        var utf8 = reader.ReadUtf8();
        if (utf8.Length is 0 or > LongestName) return Decode(before);
        ref var place = ref _places[(utf8.Length * 31 + utf8[0] * 7 + utf8[^1]) % Places];
        if (place.Utf8 is { } known && utf8.SequenceEqual(known)) return place.Text;
        place = (utf8.ToArray(), Decode(before));
        return place.Text;
    }

    private static string Decode(MessagePackReader reader) => reader.ReadText();
}
