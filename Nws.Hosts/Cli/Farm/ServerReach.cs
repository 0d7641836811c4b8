using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Nws.Hosts.Cli;

/// <summary>Whether other machines reach a server that is reached here by a name of the loopback.</summary>
internal static class ServerReach
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The server as other machines name it; null: it listens to this machine only.</summary>
    /// <param name="here">As this machine names it.</param>
    public static async Task<NwsEndpoint?> FromElsewhereAsync(NwsEndpoint here)
    {
        if (!here.IsLoopback) return here;
        return await AnyAnswersAsync(OwnAddresses(), here.Port) ? here with { Host = Environment.MachineName } : null;
    }

    /// <summary>Whether something listens at one of the addresses.</summary>
    public static async Task<bool> AnyAnswersAsync(IEnumerable<IPAddress> addresses, int port)
    {
        foreach (var address in addresses)
        {
            if (await AnswersAsync(address, port)) return true;
        }
        return false;
    }

    private static async Task<bool> AnswersAsync(IPAddress address, int port)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, port), limit.Token);
            return true;
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    // Not by the machine's name: that often stands for an address of the loopback.
    private static IEnumerable<IPAddress> OwnAddresses() =>
        from network in NetworkInterface.GetAllNetworkInterfaces()
        where network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback
        from place in network.GetIPProperties().UnicastAddresses
        where !place.Address.IsIPv6LinkLocal
        select place.Address;
}
