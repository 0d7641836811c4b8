using Nws.Hosts.Languages;
using Nws.Hosts.Repl.Session;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Repl;

/// <summary>A session on a server of its own, with a display that remembers.</summary>
internal sealed class SessionFixture : IAsyncDisposable
{
    private readonly TestServer _server;

    private SessionFixture(TestServer server, ReplSession session, RecordingDisplay display) => (_server, Session, Display) = (server, session, display);

    internal ReplSession Session { get; }

    internal RecordingDisplay Display { get; }

    /// <summary>Starts one.</summary>
    /// <param name="make">Makes the host of a language. Default: real kernels.</param>
    /// <param name="width">Columns of the display.</param>
    internal static async Task<SessionFixture> StartAsync(Func<NwsLanguage, KernelSettings, ILanguageHost>? make = null, int width = 80)
    {
        TestServer server = await TestServer.StartAsync();
        NwsServer connection = await server.ConnectAsync();
        await connection.UseWsAsync(NetWorkSpace.DefaultName).Soon();
        var display = new RecordingDisplay { Width = width };
        var known = new SessionServer(connection, Token: null, NetWorkSpace.DefaultName, Notice: null, connection);
        // On a machine that is busy with other tests a kernel may need more than half a second to give way.
        make ??= (language, settings) => new KernelHost(language, LanguageRegistry.Current, settings) { Patience = TimeSpan.FromSeconds(8) };
        return new SessionFixture(server, new ReplSession(Task.FromResult(known), make, display, NwsLanguage.Python), display);
    }

    /// <summary>Enters texts, one after the other, and gives what is shown for them.</summary>
    internal async Task<IReadOnlyList<string>> EnterAsync(params string[] texts)
    {
        int before = Display.Lines.Count;
        // A first C# kernel takes its time on a machine that is busy with other tests.
        foreach (string text in texts) await Session.SubmitAsync(text).WaitAsync(TimeSpan.FromMinutes(2));
        return [.. Display.Lines.Skip(before)];
    }

    public async ValueTask DisposeAsync()
    {
        await Session.DisposeAsync();
        await _server.DisposeAsync();
    }
}
