using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Nws.Values;

/// <summary>UTF-8 that also carries lone surrogates, each as the three bytes its number would have: every .NET string survives.</summary>
internal static class Wtf8
{
    private const int SurrogateLength = 3;

    /// <summary>
    /// Exact: the replacement character that <see cref="Encoding.UTF8"/> counts for a lone surrogate is three bytes long as well.
    /// </summary>
    internal static int GetByteCount(ReadOnlySpan<char> text) => Encoding.UTF8.GetByteCount(text);

    /// <summary>
    /// Encodes all of <paramref name="text"/>; <paramref name="destination"/> must hold <see cref="GetByteCount"/> bytes.
    /// </summary>
    internal static void Encode(ReadOnlySpan<char> text, Span<byte> destination)
    {
        while (!TryEncode(text, destination, out int read, out int written))
        {
            char surrogate = text[read];
            destination[written] = (byte)(0xe0 | surrogate >> 12);
            destination[written + 1] = (byte)(0x80 | surrogate >> 6 & 0x3f);
            destination[written + 2] = (byte)(0x80 | surrogate & 0x3f);
            text = text[(read + 1)..];
            destination = destination[(written + SurrogateLength)..];
        }
    }

    /// <summary>Decodes all of <paramref name="bytes"/>.</summary>
    /// <returns>The text; null if the bytes are none, and then <paramref name="invalidAt"/> is the index of the first wrong byte.</returns>
    internal static string? Decode(ReadOnlySpan<byte> bytes, out int invalidAt)
    {
        invalidAt = -1;
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : DecodeWithSurrogates(bytes, out invalidAt);
    }

    private static bool TryEncode(ReadOnlySpan<char> text, Span<byte> destination, out int read, out int written) =>
        Utf8.FromUtf16(text, destination, out read, out written, replaceInvalidSequences: false) != OperationStatus.InvalidData;

    private static string? DecodeWithSurrogates(ReadOnlySpan<byte> bytes, out int invalidAt)
    {
        var text = new StringBuilder(bytes.Length);
        ReadOnlySpan<byte> rest = bytes;
        while (!rest.IsEmpty)
        {
            int valid = ValidPrefixLength(rest);
            text.Append(Encoding.UTF8.GetString(rest[..valid]));
            rest = rest[valid..];
            if (rest.IsEmpty)
                break;
            if (!IsSurrogate(rest))
            {
                invalidAt = bytes.Length - rest.Length;
                return null;
            }
            text.Append((char)(0xd000 | (rest[1] & 0x3f) << 6 | rest[2] & 0x3f));
            rest = rest[SurrogateLength..];
        }
        invalidAt = -1;
        return text.ToString();
    }

    private static int ValidPrefixLength(ReadOnlySpan<byte> bytes)
    {
        int length = 0;
        while (Rune.DecodeFromUtf8(bytes[length..], out _, out int consumed) == OperationStatus.Done)
            length += consumed;
        return length;
    }

    private static bool IsSurrogate(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= SurrogateLength && bytes[0] == 0xed && bytes[1] is >= 0xa0 and <= 0xbf && bytes[2] is >= 0x80 and <= 0xbf;
}
