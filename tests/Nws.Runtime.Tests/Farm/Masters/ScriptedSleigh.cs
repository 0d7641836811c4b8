using Nws.Farm;
using Nws.TestKit;

namespace Nws.Runtime.Tests.Farm.Masters;

/// <summary>A server, and a Sleigh on it whose workers are <see cref="ScriptedWorker"/>s.</summary>
internal sealed class ScriptedSleigh : IAsyncDisposable
{
    private readonly TestServer _server;

    private ScriptedSleigh(TestServer server, Sleigh sleigh, ScriptedWorker[] workers) => (_server, Sleigh, Workers) = (server, sleigh, workers);

    public Sleigh Sleigh { get; }

    public IReadOnlyList<ScriptedWorker> Workers { get; }

    /// <summary>Starts it with one worker for each set of tags.</summary>
    public static async Task<ScriptedSleigh> StartAsync(params string[][] tags)
    {
        var server = await TestServer.StartAsync();
        await using var people = await server.ConnectAsync();
        var starting = Sleigh.StartAsync(new SleighOptions { Connection = server.ClientOptions, Launch = SleighLauncher.Web });
        string? name = null;
        await Eventually.TrueAsync(async () => (name = (await people.ListWssAsync()).FirstOrDefault(IsSleigh)?.Name) is not null);
        var workspace = await people.UseWsAsync(name!).Soon();
        await workspace.FindAsync(SleighNames.RunMe).Soon();
        var workers = new List<ScriptedWorker>();
        foreach (string[] set in tags) workers.Add(await ScriptedWorker.JoinAsync(server, name!, set, [.. set.Select(tag => $"task#{tag}"), SleighNames.Task]));
        await Eventually.TrueAsync(async () => (await workspace.ListVarsAsync()).Any(variable => variable.Name == SleighNames.DeleteMe));
        await workspace.DeleteVarAsync(SleighNames.DeleteMe).Soon();
        return new ScriptedSleigh(server, await starting.Soon(), [.. workers]);

        static bool IsSleigh(WorkspaceListing workspace) => workspace.Name.StartsWith("sleigh_ride", StringComparison.Ordinal);
    }

    /// <summary>A job's record, as a worker finds it.</summary>
    public Task<NwsValue> JobAsync(NwsLease task) => Sleigh.Nws.FindAsync(SleighNames.Job(task.Value["job"].To<long>())).Soon();

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in Workers) await worker.DisposeAsync();
        await Sleigh.DisposeAsync().AsTask().Soon();
        await _server.DisposeAsync();
    }
}
