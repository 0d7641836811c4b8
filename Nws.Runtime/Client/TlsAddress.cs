using System.Diagnostics.CodeAnalysis;

namespace Nws.Client;

/// <summary>What stands around host and port in the address of a server: <c>nwss://host:port#pin</c>.</summary>
internal static class TlsAddress
{
    private const string Plain = "nws://";
    private const string Secure = "nwss://";
    private const int PinDigits = 64;

    /// <summary>Takes an address apart.</summary>
    public static (string Place, bool Tls, string? Pin) Split(string text)
    {
        bool tls = text.StartsWith(Secure, StringComparison.OrdinalIgnoreCase);
        if (tls) text = text[Secure.Length..];
        else if (text.StartsWith(Plain, StringComparison.OrdinalIgnoreCase)) text = text[Plain.Length..];
        int mark = text.IndexOf('#', StringComparison.Ordinal);
        return mark < 0 ? (text, tls, null) : (text[..mark], tls, text[(mark + 1)..]);
    }

    /// <summary>Reads a fingerprint, with or without colons, into 64 small digits.</summary>
    public static bool TryReadPin(string text, [NotNullWhen(true)] out string? pin)
    {
        pin = text.Replace(":", "", StringComparison.Ordinal).ToLowerInvariant();
        return pin.Length == PinDigits && pin.All(char.IsAsciiHexDigitLower);
    }

    /// <summary>Puts an address together.</summary>
    public static string Join(string place, string? pin) => pin is null ? $"{Secure}{place}" : $"{Secure}{place}#{pin}";
}
