using Nws.Farm;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Farm;

/// <summary>A server and a standing farm whose keeper runs in this process, with worker processes; for one test.</summary>
internal sealed class FarmFixture : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);

    private readonly TestServer _server;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _log = [];

    private FarmFixture(TestServer server) => _server = server;

    public TestServer Server => _server;

    /// <summary>Ends when the farm does.</summary>
    public Task Keeping { get; private set; } = Task.CompletedTask;

    public static async Task<FarmFixture> StartAsync(int workers, double leaseSeconds = 10)
    {
        var fixture = new FarmFixture(await TestServer.StartAsync());
        var standing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = new FarmOptions
        {
            Name = "lab",
            Connection = fixture.Server.ClientOptions,
            Workers = workers,
            Lease = TimeSpan.FromSeconds(leaseSeconds),
            NwsCommand = SleighFixture.NwsCommand,
            Log = fixture.Note,
        };
        fixture.Keeping = FarmKeeper.RunAsync(options, standing.SetResult, fixture._stop.Token);
        await (await Task.WhenAny(standing.Task, fixture.Keeping).WaitAsync(StartLimit));
        return fixture;
    }

    /// <summary>What the keeper has said until now.</summary>
    public string Log
    {
        get
        {
            lock (_log) return string.Join('\n', _log);
        }
    }

    /// <summary>Becomes one more master.</summary>
    public Task<Sleigh> AttachAsync() => Sleigh.AttachAsync("lab", _server.ClientOptions, TestContext.Current.CancellationToken).Soon();

    /// <summary>The farm's workspace, by a connection of its own.</summary>
    public async Task<NetWorkSpace> WorkspaceAsync() => await (await _server.ConnectAsync()).UseWsAsync("farm lab", create: false).Soon();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _server.DisposeAsync();
    }

    private void Note(string line)
    {
        lock (_log) _log.Add(line);
    }
}
