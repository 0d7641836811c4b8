using Nws.TestKit;

namespace Nws.Hosts.Tests.Farm;

/// <summary>A real server and a Sleigh of three worker processes, shared by the tests of one class.</summary>
public sealed class SleighFixture : IAsyncLifetime
{
    private TestServer? _server;
    private Sleigh? _sleigh;

    public Sleigh Sleigh => _sleigh!;

    public static string NwsCommand { get; } = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "nws.exe" : "nws");

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _sleigh = await Sleigh.StartAsync(new SleighOptions { Connection = _server.ClientOptions, NwsCommand = NwsCommand });
    }

    public async ValueTask DisposeAsync()
    {
        if (_sleigh is not null) await _sleigh.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }
}
