using System.Globalization;

namespace Nws;

/// <summary>Where a server listens: a host name or address and a TCP port.</summary>
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

    /// <summary>The server named by <c>NWS_SERVER</c>, else <c>localhost:8765</c>.</summary>
    /// <exception cref="FormatException"><c>NWS_SERVER</c> is not <c>host:port</c>.</exception>
    public static NwsEndpoint Default =>
        Environment.GetEnvironmentVariable(ServerVariable) is { Length: > 0 } text
            ? TryParse(text, out var endpoint) ? endpoint : throw NotAnEndpoint(text, $" (from the environment variable {ServerVariable})")
            : new NwsEndpoint("localhost", DefaultPort);

    /// <summary>The token in <c>NWS_TOKEN</c>, or null without one.</summary>
    public static string? DefaultToken => Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } token ? token : null;

    /// <summary>Reads <c>host</c>, <c>host:port</c>, <c>:port</c> or <c>[ipv6]:port</c>.</summary>
    /// <exception cref="FormatException">The text is none of these.</exception>
    public static NwsEndpoint Parse(string text) => TryParse(text, out var endpoint) ? endpoint : throw NotAnEndpoint(text, "");

    /// <summary>Reads what <see cref="Parse"/> reads; false if the text is no endpoint.</summary>
    public static bool TryParse(string text, out NwsEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(text);
        int colon = text.LastIndexOf(':');
        bool bareIPv6 = colon >= 0 && text.IndexOf(':', StringComparison.Ordinal) != colon && !text.Contains(']', StringComparison.Ordinal);
        bool hasPort = colon >= 0 && !bareIPv6 && colon > text.LastIndexOf(']');
        string host = (hasPort ? text[..colon] : text).Trim('[', ']');
        int port = DefaultPort;
        bool valid = !hasPort
            || (int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue);
        endpoint = new NwsEndpoint(host.Length > 0 ? host : "localhost", port);
        return valid && text.Length > 0 && !host.Any(char.IsWhiteSpace);
    }

    /// <summary>The endpoint as <c>host:port</c>.</summary>
    public override string ToString() =>
        Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    private static FormatException NotAnEndpoint(string text, string source) =>
        new($"'{text}'{source} is not a server address; write host:port, for example localhost:{DefaultPort}.");
}
