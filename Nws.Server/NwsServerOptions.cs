using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Nws.Wire;

namespace Nws.Server;

/// <summary>How a server is to run. Everything has a default; <see cref="Validate"/> tells all faults at once.</summary>
public sealed record NwsServerOptions
{
    /// <summary>What a server with <see cref="Telemetry"/> calls its meter and its source of activities.</summary>
    public const string TelemetryName = "Nws.Server";

    /// <summary>The web console's default port: 8766.</summary>
    public const int DefaultWebPort = 8766;

    /// <summary>Address to listen on: an IP address, <c>localhost</c>, or <c>*</c> for all addresses. Default: <c>localhost</c>, reachable from this machine only.</summary>
    public string Host { get; init; } = "localhost";

    /// <summary>TCP port for clients; 0 = any free port. Default: 8765.</summary>
    public int Port { get; init; } = NwsEndpoint.DefaultPort;

    /// <summary>HTTP port of the web console; 0 = any free port, null = no web console. Default: none when embedded; <c>nws serve</c> says 8766.</summary>
    public int? WebPort { get; init; }

    /// <summary>What clients must say in <c>hello</c>, and people in the web console, to be let in. Default: none, everybody on this machine is let in.</summary>
    public string? Token { get; init; }

    /// <summary>
    /// Further tokens, each with what it allows: as soon as there is one, clients and people need a token, and <see cref="Token"/> is one with the right admin. Default: none.
    /// </summary>
    public IReadOnlyList<NwsToken> Tokens { get; init; } = [];

    /// <summary>The certificate, with its private key, by which both ports speak TLS; whoever gives it disposes it. Default: none, they speak without.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Allows listening on other addresses than loopback without a token. Default: false.</summary>
    public bool Insecure { get; init; }

    /// <summary>Largest value in bytes. Default: 256 MiB.</summary>
    public long MaxValueBytes { get; init; } = WireLimits.DefaultValueBytes;

    /// <summary>Simultaneous connections; more are turned away with a reason. Default: 20,000.</summary>
    public int MaxConnections { get; init; } = 20_000;

    /// <summary>Unanswered requests of one connection; more are refused. Default: 100,000.</summary>
    public int MaxPendingRequests { get; init; } = 100_000;

    /// <summary>Values that one variable may hold; a store of more is refused with <c>too_many</c>. Default: 10,000,000.</summary>
    public int MaxVariableValues { get; init; } = 10_000_000;

    /// <summary>Requests that may wait in one variable; more are refused with <c>too_many</c>. Default: 100,000.</summary>
    public int MaxVariableWaiters { get; init; } = 100_000;

    /// <summary>
    /// Size of all values in memory together, with 64 bytes for each beside its own; a store of more is refused with <c>full</c>. Values that stay in a <see cref="Data"/> file count 64 bytes each. Default:
    /// three quarters of the memory this process can have.
    /// </summary>
    public long MaxMemoryBytes { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 * 3;

    /// <summary>Changes that may wait for one watch to be asked for; a watch with more ends with <c>no_watch</c>. Default: 10,000.</summary>
    public int MaxWatchEvents { get; init; } = 10_000;

    /// <summary>Values that one fetch may take together (<c>count</c>); a request for more is refused. Default: 1,000.</summary>
    public int MaxFetchCount { get; init; } = WireLimits.DefaultFetchCount;

    /// <summary>
    /// Bytes of responses waiting for a client that does not read them. Above a sixteenth of it the server takes no more requests from that
    /// client; if they still grow above all of it while the client has read nothing for 10 seconds, the connection is closed. Default: 64 MiB.
    /// </summary>
    public long MaxUnsentBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>How long a new connection may take to say <c>hello</c>; at most a day. Default: 10 seconds.</summary>
    public TimeSpan HelloTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a client that has lost its connection may take to resume its session; at most a day. Until then its values in flight, waiting requests and workspaces stay its own. Zero: sessions end with
    /// their connections. Default: 10 seconds.
    /// </summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Seed of the order in which <c>multi</c> variables give out their values. Default: none, a different order each time.</summary>
    public int? Seed { get; init; }

    /// <summary>
    /// File that keeps persistent workspaces when the server ends, however it ends; it is made if there is none. Default: none, they last as long as the server.
    /// </summary>
    public string? Data { get; init; }

    /// <summary>What an answer about a persistent workspace promises, with a <see cref="Data"/> file. Default: <see cref="NwsDurability.Full"/>.</summary>
    public NwsDurability Durability { get; init; }

    /// <summary>Evaluates expressions that are stored from the web console. Default: none, text, JSON and files can be stored.</summary>
    public NwsExpressions? Expressions { get; init; }

    /// <summary>
    /// With a <see cref="Data"/> file: values of persistent workspaces stay in it from this size in bytes on, and are read when they are wanted. Default: 64 KiB.
    /// </summary>
    public int LargeValueBytes { get; init; } = 1 << 16;

    /// <summary>
    /// With a <see cref="Data"/> file: how much memory the other values of persistent workspaces may take; further ones of more than 128 bytes stay in the file, too. Default: half of <see cref="MaxMemoryBytes"/>.
    /// </summary>
    public long? MaxDataMemoryBytes { get; init; }

    /// <summary>Where the server tells what happens; it stays the caller's, who disposes it. Default: standard error.</summary>
    public ILoggerProvider? Log { get; init; }

    /// <summary>From which level on the server tells what happens. Default: warnings.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Warning;

    /// <summary>
    /// Whether the server tells its figures and its requests to those who listen in this process: to <c>System.Diagnostics.Metrics.Meter</c> and <c>System.Diagnostics.ActivitySource</c>, both named <see cref="TelemetryName"/>. OpenTelemetry
    /// takes them from there. Default: false.
    /// </summary>
    public bool Telemetry { get; init; }

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">Something is wrong; the message lists every fault.</exception>
    public void Validate()
    {
        var faults = Faults().ToList();
        if (faults.Count > 0) throw new ArgumentException(string.Join(" ", faults));
    }

    internal IPAddress Address => Host switch
    {
        "localhost" => IPAddress.Loopback,
        "*" => Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any,
        _ => IPAddress.Parse(Host),
    };

    /// <summary>Where clients on this machine find the server, once it runs; with port 0 they do not.</summary>
    public NwsEndpoint LocalEndpoint =>
        new(Address.Equals(IPAddress.Any) || Address.Equals(IPAddress.IPv6Any) ? "localhost" : Host, Port)
        { Tls = Certificate is not null, Pin = Certificate?.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant() };

    /// <summary>Whether clients need a token.</summary>
    public bool AsksForToken => Token is not null || Tokens.Count > 0;

    private IEnumerable<string> Faults()
    {
        foreach (string fault in Tokens.SelectMany(token => token.Faults())) yield return fault;
        foreach (var twice in Tokens.GroupBy(token => token.Name).Where(group => group.Count() > 1)) yield return $"There are {twice.Count()} tokens '{twice.Key}'.";
        if (Tokens.Select(token => token.Secret).Append(Token).GroupBy(secret => secret).Any(group => group.Count() > 1)) yield return "Two tokens have the same secret.";
        bool known = Host is "localhost" or "*" || IPAddress.TryParse(Host, out _);
        if (!known) yield return $"Host '{Host}' is not an IP address, localhost or *.";
        if (known && !IPAddress.IsLoopback(Address) && !AsksForToken && !Insecure)
            yield return $"Listening on {Host} lets other machines run code here: give a token (--token or {NwsEndpoint.TokenVariable}), or say --insecure.";
        if (Port is < 0 or > ushort.MaxValue) yield return $"Port {Port} is not between 0 and 65535.";
        if (WebPort is < 0 or > ushort.MaxValue) yield return $"Web port {WebPort} is not between 0 and 65535.";
        if (Certificate is { HasPrivateKey: false }) yield return "The certificate is without its private key.";
        if (Token is "") yield return "The token is empty.";
        if (MaxValueBytes is < 1 or > int.MaxValue - 2 * WireLimits.MessageOverhead) yield return $"MaxValueBytes {MaxValueBytes} is not between 1 and 2 GiB.";
        if (MaxConnections < 1) yield return "MaxConnections is less than 1.";
        if (MaxPendingRequests < 1) yield return "MaxPendingRequests is less than 1.";
        if (MaxVariableValues < 1) yield return "MaxVariableValues is less than 1.";
        if (MaxVariableWaiters < 1) yield return "MaxVariableWaiters is less than 1.";
        if (MaxMemoryBytes < 1) yield return "MaxMemoryBytes is less than 1.";
        if (MaxWatchEvents < 1) yield return "MaxWatchEvents is less than 1.";
        if (MaxFetchCount < 1) yield return "MaxFetchCount is less than 1.";
        if (MaxUnsentBytes < 1) yield return "MaxUnsentBytes is less than 1.";
        if (Data is "") yield return "The name of the data file is empty.";
        if (Grace < TimeSpan.Zero || Grace > TimeSpan.FromDays(1)) yield return $"Grace {Grace} is not between 0 and a day.";
        if (LargeValueBytes < 1) yield return "LargeValueBytes is less than 1.";
        if (MaxDataMemoryBytes < 0) yield return "MaxDataMemoryBytes is less than 0.";
        if (!Enum.IsDefined(Durability)) yield return $"Durability {Durability} is neither full nor relaxed.";
        if (HelloTimeout <= TimeSpan.Zero || HelloTimeout > TimeSpan.FromDays(1))
            yield return $"HelloTimeout {HelloTimeout} is not between 0 and a day.";
    }
}
