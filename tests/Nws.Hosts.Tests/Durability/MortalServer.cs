using System.Globalization;
using System.Text.RegularExpressions;
using Nws.Hosts.Tests.Cli;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Durability;

/// <summary><c>nws serve</c> on one data file, killed and started again; its clients ask for its present address.</summary>
/// <param name="data">The data file.</param>
/// <param name="always">What <c>nws serve</c> is told at every start.</param>
internal sealed class MortalServer(string data, params string[] always) : IAsyncDisposable
{
    /// <summary>On a busy machine a server may be killed again and again before a client has reached it.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);

    private readonly NwsCommandLine _nws = new();
    private TestProcess? _process;
    private volatile string? _address;

    public int Kills { get; private set; }

    /// <summary>The most memory the present process has had, in bytes, as the system counts it.</summary>
    public long PeakMemory => Status("VmHWM");

    /// <summary>Where clients find it now.</summary>
    public string Address => _address ?? throw new InvalidOperationException("The server does not run.");

    public async Task StartAsync()
    {
        _process = _nws.Start(["serve", "--port", "0", "--web-port", "0", "--data", data, .. always]);
        var address = Regex.Match(await _process.FirstLineAsync(), @"listening on (\S+),");
        if (!address.Success) throw new InvalidOperationException((await _process.EndAsync()).Errors);
        _address = address.Groups[1].Value;
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _address = null;
        await _process!.DisposeAsync();
        _process = null;
        Kills++;
    }

    /// <summary>A client of the server, as soon as there is one.</summary>
    public async Task<NwsServer> ConnectAsync()
    {
        NwsServer? client = null;
        await Eventually.TrueAsync(async () => (client = await TryConnectAsync()) is not null, StartLimit);
        return client!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _nws.Dispose();
    }

    private long Status(string name)
    {
        string line = File.ReadLines($"/proc/{_process!.Id}/status").Single(line => line.StartsWith(name, StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split([':', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private async Task<NwsServer?> TryConnectAsync()
    {
        if (_address is not { } address) return null;
        try
        {
            return await NwsServer.ConnectAsync(new NwsConnectionOptions { Endpoint = NwsEndpoint.Parse(address), ClientName = "soak", Grace = TimeSpan.Zero }).Soon();
        }
        catch (NwsException)
        {
            return null; // killed just now
        }
    }
}
