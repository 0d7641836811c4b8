using System.Net;
using System.Net.Sockets;
using Nws.Server;

namespace Nws.Hosts.Cli.Doctor;

/// <summary>The server: whether it answers, and if none was named, whether one could be started.</summary>
internal static class ServerFindings
{
    public static async Task<Finding[]> ReadAsync(NwsConnectionOptions options, bool isNamed, CancellationToken cancellation)
    {
        try
        {
            await using var server = await NwsServer.ConnectAsync(options, cancellation);
            return [new Finding("server", Verdict.Good, ServerProbe.Describe(server))];
        }
        catch (NwsConnectException fault)
        {
            var defaults = new NwsServerOptions();
            var finding = new Finding("server", isNamed ? Verdict.Bad : Verdict.Absent, fault.Message.Split(". ")[0], isNamed
                ? $"Start it there, or name another in {NwsEndpoint.ServerVariable}; its token goes into {NwsEndpoint.TokenVariable}."
                : "Scripts and the prompt start one of their own; for one that stays: nws start.");
            return isNamed ? [finding] : [finding, OfPort("port", defaults.Port, "--port"), .. defaults.WebPort is { } web ? [OfPort("web port", web, "--web-port")] : Array.Empty<Finding>()];
        }
    }

    private static Finding OfPort(string name, int port, string option)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return new Finding(name, Verdict.Good, $"{port} is free");
        }
        catch (SocketException fault)
        {
            return new Finding(name, Verdict.Absent, $"{port}: {fault.Message}", $"Another program listens there; start the server with {option} and another number.");
        }
    }
}
