using System.Globalization;
using Nws.Client;

namespace Nws;

/// <summary>Where a server listens: a host name or address and a TCP port, and whether it is spoken to through TLS.</summary>
/// <param name="Host">Host name or IP address.</param>
/// <param name="Port">TCP port, 1 to 65535.</param>
public readonly record struct NwsEndpoint(string Host, int Port)
{
    /// <summary>The port servers listen on unless told otherwise: 8765.</summary>
    public const int DefaultPort = 8765;

    /// <summary>The environment variable that names the default server as <c>host:port</c>.</summary>
    public const string ServerVariable = "NWS_SERVER";

    /// <summary>The environment variable that holds the default token.</summary>
    public const string TokenVariable = "NWS_TOKEN";

    /// <summary>Whether the server is spoken to through TLS. Default: false.</summary>
    public bool Tls { get; init; }

    /// <summary>
    /// With <see cref="Tls"/>: the SHA-256 of the server's certificate, 64 hexadecimal digits, which alone is then trusted, whatever name it is for. Default: null, a certificate that this machine trusts, for the name of the host.
    /// </summary>
    public string? Pin { get; init; }

    /// <summary>Whether the host is a name of the machine itself, which means another machine elsewhere.</summary>
    internal bool IsLoopback => Host is "localhost" or "127.0.0.1" or "::1";

    /// <summary>The server named by <c>NWS_SERVER</c>, else <c>localhost:8765</c>.</summary>
    /// <exception cref="FormatException"><c>NWS_SERVER</c> is not <c>host:port</c>.</exception>
    public static NwsEndpoint Default => FromVariable(Environment.GetEnvironmentVariable(ServerVariable));

    /// <summary>The token in <c>NWS_TOKEN</c>, or null without one.</summary>
    public static string? DefaultToken => Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } token ? token : null;

    /// <summary>Reads <c>host</c>, <c>host:port</c>, <c>:port</c> or <c>[ipv6]:port</c>; with <c>nwss://</c> before it the server is spoken to through TLS, and <c>#pin</c> may stand behind it.</summary>
    /// <exception cref="FormatException">The text is none of these.</exception>
    public static NwsEndpoint Parse(string text) => TryParse(text, out var endpoint) ? endpoint : throw NotAnEndpoint(text, "");

    /// <summary>Reads what <see cref="Parse"/> reads; false if the text is no endpoint.</summary>
    public static bool TryParse(string text, out NwsEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (place, tls, pin) = TlsAddress.Split(text);
        int end = HostEnd(place);
        string host = place[..end];
        bool valid = TryParsePort(place[end..], out int port) && (host.Length > 0 ? IsHost(host) : place.Length > 0);
        endpoint = new NwsEndpoint(host.Length > 0 ? host.Trim('[', ']') : "localhost", port) { Tls = tls };
        if (pin is null) return valid;
        valid &= tls && TlsAddress.TryReadPin(pin, out pin);
        endpoint = endpoint with { Pin = pin };
        return valid;
    }

    /// <summary>The endpoint as <c>host:port</c>, with TLS as <c>nwss://host:port#pin</c>.</summary>
    public override string ToString()
    {
        string place = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
        return Tls ? TlsAddress.Join(place, Pin) : place;
    }

    internal static NwsEndpoint FromVariable(string? text)
    {
        if (string.IsNullOrEmpty(text)) return new NwsEndpoint("localhost", DefaultPort);
        if (TryParse(text, out var endpoint)) return endpoint;
        throw NotAnEndpoint(text, $" (from the environment variable {ServerVariable})");
    }

    // An IPv6 address has colons of its own, so it is in brackets or without port.
    private static int HostEnd(string text)
    {
        if (text.StartsWith('[')) return text.IndexOf(']', StringComparison.Ordinal) + 1;
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon >= 0 && colon == text.LastIndexOf(':') ? colon : text.Length;
    }

    private static bool IsHost(string host)
    {
        bool bracketed = host is ['[', .., ']'];
        string name = bracketed ? host[1..^1] : host;
        return Uri.CheckHostName(name) switch
        {
            UriHostNameType.IPv6 => name.AsSpan().IndexOfAny('[', ']') < 0,
            UriHostNameType.Dns or UriHostNameType.IPv4 => !bracketed,
            _ => false,
        };
    }

    private static bool TryParsePort(string text, out int port)
    {
        port = DefaultPort;
        if (text.Length == 0) return true;
        return text[0] == ':'
            && int.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out port)
            && port is > 0 and <= ushort.MaxValue;
    }

    private static FormatException NotAnEndpoint(string text, string source) =>
        new($"'{text}'{source} is not a server address; write host:port, for example localhost:{DefaultPort}.");
}
