using System.Net;
using Microsoft.AspNetCore.Http;

namespace Nws.Server.WebConsole;

/// <summary>
/// Which names a request may call this server by. A page from elsewhere can let its own name lead here, and would then be let in as if it came from here; so where no token keeps
/// strangers out, only names are answered that lead to this machine by themselves.
/// </summary>
internal static class HostNames
{
    public static bool Allow(NwsServerOptions options, HostString host)
    {
        if (IPAddress.IsLoopback(options.Address)) return IsLoopback(host.Host);
        return options.AsksForToken || IsLoopback(host.Host) || IPAddress.TryParse(host.Host.Trim('[', ']'), out _) || IsThisMachine(host.Host);
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsThisMachine(string host) => host.Split('.')[0].Equals(Dns.GetHostName().Split('.')[0], StringComparison.OrdinalIgnoreCase);
}
