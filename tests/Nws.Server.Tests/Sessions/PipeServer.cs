using System.IO.Pipelines;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Nws.Server.Engine;
using Nws.Server.Loop;
using Nws.Server.Sessions;
using Nws.TestKit;

namespace Nws.Server.Tests.Sessions;

/// <summary>
/// A server without sockets and without a clock of its own: an engine, its loop, and a session for each in-memory pipe. Disposing it proves that
/// every session has ended.
/// </summary>
internal sealed class PipeServer : IAsyncDisposable
{
    private readonly SessionHost _host;
    private readonly List<(RawClient Client, Session Session, Task Running)> _connections = [];

    public PipeServer(NwsServerOptions? options = null)
    {
        Loop = new EngineLoop(new WorkspaceEngine(new EngineOptions(Seed: 1)), Time, NullLogger.Instance);
        _host = new SessionHost(options ?? new NwsServerOptions(), Loop, "nws test", Time);
    }

    public FakeTimeProvider Time { get; } = new();

    public EngineLoop Loop { get; }

    /// <summary>A client that has not said anything yet.</summary>
    /// <param name="capacity">How many bytes either side sends before the other has to read.</param>
    public RawClient Connect(int capacity = 1 << 20)
    {
        var pipes = new PipePair(capacity);
        var session = new Session(_host, pipes.Server, $"pipe {_connections.Count + 1}");
        var client = new RawClient(pipes.Client);
        _connections.Add((client, session, RunAsync(session, pipes.Server.Input)));
        return client;
    }

    /// <summary>A client that has said hello and opened the workspace <c>ws</c>.</summary>
    public async Task<RawClient> ConnectOpenedAsync(bool confirm = false, int capacity = 1 << 20)
    {
        var client = Connect(capacity);
        Assert.Null((await client.HelloAsync(confirm)).Code);
        Assert.Null((await client.CallAsync("use", "ws")).Code);
        return client;
    }

    /// <summary>From now on these tokens hold.</summary>
    public void ReplaceTokens(params NwsToken[] tokens) => _host.ReplaceTokens(_host.Options with { Tokens = tokens });

    /// <summary>The session of a client.</summary>
    public Session SessionOf(RawClient client) => ConnectionOf(client).Session;

    /// <summary>Waits until the session of a client has ended.</summary>
    public Task EndOfAsync(RawClient client) => ConnectionOf(client).Running.Soon("the end of the session");

    /// <summary>Forgets a client whose session has ended.</summary>
    public void Forget(RawClient client)
    {
        Assert.True(ConnectionOf(client).Running.IsCompletedSuccessfully);
        _connections.RemoveAll(connection => connection.Client == client);
    }

    /// <summary>The listing of a variable of the workspace <c>ws</c>, as another client sees it; null if it does not exist.</summary>
    public async Task<VariableInfo?> VariableAsync(string name) => (await VariablesAsync("ws")).SingleOrDefault(info => info.Name == name);

    /// <summary>How many requests wait, in all workspaces.</summary>
    public async Task<int> WaitersAsync()
    {
        int waiters = 0;
        foreach (var workspace in ((Outcome.Workspaces)await AskAsync(session => new ListWorkspaces(session, 0))).Infos)
            waiters += (await VariablesAsync(workspace.Name)).Sum(info => info.Fetchers + info.Finders);
        return waiters;
    }

    /// <summary>Keeps the engine busy, so that commands wait, until what is returned is disposed.</summary>
    public IDisposable HoldLoop()
    {
        var held = new LoopHold();
        _ = Task.Run(() => Loop.Post((_, _, _) => held.Wait()));
        held.Begun.Wait(TestDeadline.Limit);
        return held;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (client, _, _) in _connections) await client.DisposeAsync();
        foreach (var (_, _, running) in _connections) await running.Soon("the end of a session");
        Loop.Dispose();
    }

    private (RawClient Client, Session Session, Task Running) ConnectionOf(RawClient client) =>
        _connections.Single(connection => connection.Client == client);

    private async Task<IEnumerable<VariableInfo>> VariablesAsync(string workspace) =>
        await AskAsync(session => new ListVariables(session, 0, workspace)) is Outcome.Variables variables ? variables.Infos : [];

    private Task<Outcome> AskAsync(Func<EngineSession, EngineCommand> question) => Loop.PostAsync((engine, now, _) =>
    {
        var effects = new EffectList();
        var session = engine.Connect("test", confirms: false);
        engine.Apply(question(session), now, effects);
        engine.Disconnect(session, now, effects);
        return effects[0].Outcome;
    });

    private static async Task RunAsync(Session session, PipeReader input)
    {
        await session.RunAsync();
        await input.CompleteAsync();
    }

    private sealed class LoopHold : IDisposable
    {
        private readonly ManualResetEventSlim _released = new();

        public ManualResetEventSlim Begun { get; } = new();

        public void Wait()
        {
            Begun.Set();
            _released.Wait(TestDeadline.Limit);
        }

        public void Dispose() => _released.Set();
    }
}
