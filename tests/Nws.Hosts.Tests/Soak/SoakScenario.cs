using Nws.Hosts.Tests.Durability;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Soak;

/// <summary>A real server with a data file, for one test.</summary>
public abstract class SoakScenario : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly MortalServer _server;

    protected SoakScenario(ITestOutputHelper output) => (Output, _server) = (output, new MortalServer(Path.Combine(_folder.Path, "data.db")));

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Where the ledger goes.</summary>
    protected ITestOutputHelper Output { get; }

    private protected MortalServer Server => _server;

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static string NewName() => $"soak {Guid.NewGuid()}";

    protected Task<NwsServer> ConnectAsync() => _server.ConnectAsync();
}
