using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Nws.Values;

namespace Nws.Server.WebConsole;

/// <summary>The content of a value as a file: bytes and text as they are, anything else encoded. It is sent from where it is stored, without a copy.</summary>
/// <param name="Bytes">The content.</param>
/// <param name="Type">Its content type.</param>
/// <param name="Extension">How the name of the file ends.</param>
internal sealed record ValueContent(ReadOnlyMemory<byte> Bytes, string Type, string Extension)
{
    public const string EncodedType = "application/vnd.msgpack";
    private const int Piece = 1 << 20;
    private const int LongestName = 100;

    /// <param name="value">The encoded value.</param>
    /// <param name="encoded">Whether the value is wanted as it is stored, whatever it is.</param>
    public static ValueContent Of(byte[] value, bool encoded)
    {
        var reader = new MessagePackReader(value);
        var type = encoded ? MessagePackType.Nil : reader.PeekType();
        if (type is not (MessagePackType.Text or MessagePackType.Bytes)) return new ValueContent(value, EncodedType, "msgpack");
        var content = type == MessagePackType.Text ? reader.ReadUtf8() : reader.ReadBytes();
        var memory = value.AsMemory(reader.Position - content.Length, content.Length);
        if (type == MessagePackType.Text) return new ValueContent(memory, "text/plain; charset=utf-8", "txt");
        return ContentKind.ImageTypeOf(content) is { } image ? new ValueContent(memory, image, image[6..]) : new ValueContent(memory, "application/octet-stream", "bin");
    }

    public async Task SendAsync(HttpContext context, string name)
    {
        var response = context.Response;
        response.ContentType = Type;
        response.ContentLength = Bytes.Length;
        // Images are shown in pages; nothing else ever is, whatever it may contain.
        bool isImage = Type.StartsWith("image/", StringComparison.Ordinal);
        var disposition = new ContentDispositionHeaderValue(isImage ? "inline" : "attachment");
        disposition.SetHttpFileName($"{Plain(name)}.{Extension}");
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        for (int sent = 0; sent < Bytes.Length; sent += Piece)
            await response.Body.WriteAsync(Bytes.Slice(sent, Math.Min(Piece, Bytes.Length - sent)), context.RequestAborted).ConfigureAwait(false);
    }

    private static string Plain(string name) => string.Concat(name.Take(LongestName).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '_'));
}
