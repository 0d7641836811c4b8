namespace Nws.Server.WebConsole;

/// <summary>Recognises images by their first bytes. What is not recognised is never shown as anything but bytes.</summary>
internal static class ContentKind
{
    public static string? ImageTypeOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 8 && bytes[0] == 0x89 && bytes[1..].StartsWith("PNG\r\n\u001a\n"u8)) return "image/png";
        if (bytes.Length > 3 && bytes[0] == 0xff && bytes[1] == 0xd8 && bytes[2] == 0xff) return "image/jpeg";
        if (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8)) return "image/gif";
        return bytes.Length > 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8) ? "image/webp" : null;
    }
}
