using System.Text;
using Nws.Wire;

namespace Nws.Server;

/// <summary>What clients hear that begin without TLS on a port that speaks it.</summary>
internal static class PlainClients
{
    private const string Reason = "This server speaks TLS: its address begins with nwss://, as the first line of its output tells, with the fingerprint of its certificate.";
    private const string Page = "This server speaks TLS: use https:// instead of http://.\n";

    /// <summary>The notification <c>bye</c>.</summary>
    public static ReadOnlyMemory<byte> NativeAnswer { get; } =
        NwsValue.From(new object[] { 2, "bye", new object[] { ErrorCodes.Name(ErrorCode.TlsRequired), Reason } }).Encode();

    /// <summary>A response of HTTP.</summary>
    public static ReadOnlyMemory<byte> WebAnswer { get; } = Encoding.ASCII.GetBytes(
        $"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: {Page.Length}\r\nConnection: close\r\n\r\n{Page}");
}
