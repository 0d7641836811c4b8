using Nws.Farm;
using Nws.Hosts.Languages;
using Nws.Hosts.Worker;
using Nws.Server;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Worker;

/// <summary>A server, a master made by hand, and workers in this process.</summary>
internal sealed class WorkerFixture : IAsyncDisposable
{
    private const string SleighName = "sleigh_ride_0001";
    private const string UserName = "sleigh_user_0001";

    // A kernel may have to start for it, on a machine that is busy with other tests.
    private static readonly TimeSpan ResultLimit = TimeSpan.FromMinutes(2);

    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _workers = [];

    private WorkerFixture(TestServer server, NwsServer master, NetWorkSpace sleigh) => (Server, Master, Sleigh) = (server, master, sleigh);

    internal TestServer Server { get; }

    internal NwsServer Master { get; }

    internal NetWorkSpace Sleigh { get; }

    /// <summary>What the workers said in their log.</summary>
    internal StringWriter Log { get; } = new();

    internal static async Task<WorkerFixture> StartAsync(int ranks = 1, NwsServerOptions? options = null)
    {
        TestServer server = await TestServer.StartAsync(options);
        NwsServer master = await server.ConnectAsync();
        NetWorkSpace sleigh = await master.OpenWsAsync(SleighName).Soon();
        await master.OpenWsAsync(UserName).Soon();
        await sleigh.DeclareAsync(SleighNames.WorkerCount, VariableMode.Single).Soon();
        await sleigh.StoreAsync(SleighNames.WorkerCount, ranks).Soon();
        for (int rank = 0; rank < ranks; rank++)
            await sleigh.StoreAsync(SleighNames.Rank, rank).Soon();
        return new WorkerFixture(server, master, sleigh);
    }

    /// <summary>Starts a worker whose code is run by real kernels.</summary>
    internal Task StartWorker() => StartWorker(LanguageRegistry.Current);

    /// <summary>Starts a worker with the kernels of a registry.</summary>
    internal Task StartWorker(LanguageRegistry registry) =>
        Start((settings, language) => new KernelHost(language, registry, settings), CancellationToken.None);

    /// <summary>Starts a worker whose code is run by a function of the test.</summary>
    internal Task StartWorker(Func<string, IReadOnlyList<NwsValue>, CancellationToken, Task<NwsValue>> run) => StartWorker(run, []);

    /// <summary>Starts such a worker, with tags.</summary>
    internal Task StartWorker(Func<string, IReadOnlyList<NwsValue>, CancellationToken, Task<NwsValue>> run, params string[] tags) =>
        Start((_, language) => new FakeLanguageHost(language, run), CancellationToken.None, tags: tags);

    /// <summary>Starts such a worker, which leaves when the token is cancelled.</summary>
    internal Task StartWorkerUntil(Func<string, IReadOnlyList<NwsValue>, CancellationToken, Task<NwsValue>> run, CancellationToken leave) =>
        Start((_, language) => new FakeLanguageHost(language, run), leave);

    internal Task StartWorker(FakeLanguageHost host) => Start((_, _) => host, CancellationToken.None);

    /// <summary>Starts a worker that reaches the server through a relay.</summary>
    internal Task StartWorker(Relay relay) =>
        Start((_, _) => throw new InvalidOperationException("It needs no language."), CancellationToken.None, relay.Endpoint);

    /// <summary>Waits until a worker has joined.</summary>
    internal Task<NwsValue> JoinedAsync() => Sleigh.FetchAsync(SleighNames.Joined).Soon();

    internal Task AnnounceAsync(
        long job, string code, string type = "eval", string language = "python", object?[]? fixedArguments = null, int[]? permute = null, bool sandbox = false,
        Dictionary<string, object?>? terms = null) =>
        Sleigh.StoreAsync(
            SleighNames.Job(job),
            new Dictionary<string, object?>(terms ?? [])
            {
                ["language"] = language,
                ["type"] = type,
                ["code"] = code,
                ["fixed"] = fixedArguments ?? [],
                ["permute"] = permute?.ToList(),
                ["sandbox"] = sandbox,
            }).Soon();

    /// <summary>Stores a task of elements with one varying argument each.</summary>
    internal Task SubmitAsync(long job, int tag, params object?[] elements) => SubmitToAsync(SleighNames.Task, job, tag, elements);

    internal Task SubmitToAsync(string variable, long job, int tag, params object?[] elements) => Sleigh.StoreAsync(
        variable,
        new Dictionary<string, object?>
        {
            ["job"] = job,
            ["tag"] = tag,
            ["args"] = elements.Select(element => new[] { element }).ToList(),
        }).Soon();

    internal async Task<ResultRecord> ResultAsync(long job) => ResultRecord.Read(await Sleigh.FetchAsync(SleighNames.Result(job)).WaitAsync(ResultLimit));

    /// <summary>Waits for the results of so many elements, in the order of the elements; a record may answer several tasks.</summary>
    internal async Task<IReadOnlyList<ResultRecord>> ResultsAsync(long job, int elements)
    {
        List<ResultRecord> records = [];
        while (records.Sum(record => record.Values.Count) < elements) records.Add(await ResultAsync(job));
        return [.. records.OrderBy(record => record.Tag)];
    }

    /// <summary>Waits until all workers have ended by themselves.</summary>
    internal Task WorkersEndedAsync() => Task.WhenAll(_workers);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_workers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Master.DisposeAsync();
        await Server.DisposeAsync();
        _end.Dispose();
    }

    private Task Start(
        Func<KernelSettings, NwsLanguage, ILanguageHost> newHost, CancellationToken cancellation, NwsEndpoint? endpoint = null, string[]? tags = null)
    {
        NwsConnectionOptions connection = Server.ClientOptions with { Endpoint = endpoint ?? Server.Endpoint };
        var options = new WorkerOptions
        {
            Connection = connection,
            Sleigh = SleighName,
            User = UserName,
            NewHost = newHost,
            Log = TextWriter.Synchronized(Log),
            Tags = TaskVariables.CheckTags(tags ?? []),
        };
        Task running = RunAsync(options, cancellation);
        _workers.Add(running);
        return running;
    }

    private async Task RunAsync(WorkerOptions options, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_end.Token, cancellation);
        await WorkerLoop.RunAsync(options, either.Token);
    }
}
