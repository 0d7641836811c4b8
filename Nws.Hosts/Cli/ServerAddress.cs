using System.Globalization;
using System.Text.RegularExpressions;
using Nws.Server;

namespace Nws.Hosts.Cli;

/// <summary>
/// The line in which a server tells where it listens: <c>nws: listening on 127.0.0.1:8765, web console http://localhost:8766</c>.
/// With TLS the address is that which clients take, with the fingerprint of the certificate: <c>nwss://127.0.0.1:8765#pin</c>.
/// </summary>
internal static class ServerAddress
{
    private const string Start = "nws: listening on ";

    public static string Describe(NwsServerHost server)
    {
        string host = server.Host == "localhost" ? "127.0.0.1" : server.Host;
        string webHost = server.Host is "*" or "127.0.0.1" ? "localhost" : server.Host;
        string web = server.WebPort is { } port ? $", web console {(server.Endpoint.Tls ? "https" : "http")}://{new NwsEndpoint(webHost, port)}" : "";
        return $"{Start}{server.Endpoint with { Host = host }}{web}";
    }

    /// <summary>Finds the port in such a line; null if it is another line.</summary>
    public static int? ReadPort(string line) => ReadNumber(line, $"^{Start}.*?:([0-9]+)(#[0-9a-f]+)?(,|$)");

    /// <summary>Finds the port of the web console in it; null if it has none.</summary>
    public static int? ReadWebPort(string line) => ReadNumber(line, "web console http.*:([0-9]+)$");

    private static int? ReadNumber(string line, string pattern)
    {
        var match = Regex.Match(line, pattern);
        return match.Success ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;
    }
}
