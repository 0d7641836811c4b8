using Nws.Farm;
using Nws.TestKit;

namespace Nws.Runtime.Tests.Farm.Masters;

/// <summary>A worker of which the test decides what it does when: it speaks FARM.md and runs nothing.</summary>
internal sealed class ScriptedWorker : IAsyncDisposable
{
    private readonly NwsServer _server;
    private readonly NetWorkSpace _sleigh;
    private readonly string[] _variables;

    private ScriptedWorker(NwsServer server, NetWorkSpace sleigh, int rank, string[] variables) =>
        (_server, _sleigh, Rank, _variables) = (server, sleigh, rank, variables);

    public int Rank { get; }

    /// <summary>Joins a Sleigh, and takes the tasks of these variables besides those of its rank: in place of what tags say.</summary>
    public static async Task<ScriptedWorker> JoinAsync(TestServer at, string sleigh, string[]? tags = null, string[]? variables = null)
    {
        var server = await at.ConnectAsync();
        var workspace = await server.UseWsAsync(sleigh, create: false).Soon();
        var rank = await workspace.FetchLeaseAsync(SleighNames.Rank).Soon();
        await workspace.StoreAsync(SleighNames.Joined, Introduction(rank.Value.To<int>(), tags ?? [])).Soon();
        return new ScriptedWorker(server, workspace, rank.Value.To<int>(), variables ?? [SleighNames.Task]);
    }

    /// <summary>What a worker says of itself.</summary>
    public static Dictionary<string, object?> Introduction(int rank, params string[] tags) => new()
    {
        ["rank"] = rank, ["place"] = null, ["host"] = "nowhere", ["pid"] = 1000 + rank, ["name"] = $"nowhere@{rank}", ["version"] = "0.1.0",
        ["os"] = "NoOS 1", ["cores"] = 2, ["tags"] = tags, ["languages"] = new[] { "python" }, ["since"] = DateTimeOffset.UnixEpoch,
    };

    /// <summary>The next task, on lease.</summary>
    public Task<NwsLease> TakeAsync() => _sleigh.FetchLeaseAsync([SleighNames.TaskOf(Rank), .. _variables]).Soon();

    /// <summary>Ends a task with values, one per element.</summary>
    public Task AnswerAsync(NwsLease task, params object?[] values) => AnswerAsync(task, values, new Dictionary<int, object?>());

    /// <summary>Ends a task with values and errors.</summary>
    public Task AnswerAsync(NwsLease task, object?[] values, Dictionary<int, object?> errors)
    {
        var record = new Dictionary<string, object?>
        {
            ["job"] = task.Value["job"], ["tag"] = task.Value["tag"], ["rank"] = Rank, ["values"] = values, ["errors"] = errors, ["seconds"] = new double[values.Length],
        };
        return task.CompleteAsync((_sleigh, SleighNames.Result(task.Value["job"].To<long>()), record)).Soon();
    }

    /// <summary>Says something for a task.</summary>
    public Task PrintAsync(NwsLease task, string text, string stream = "stdout") => _sleigh.StoreAsync(SleighNames.OutputOf(Rank), new Dictionary<string, object?>
    {
        ["job"] = task.Value["job"], ["tag"] = task.Value["tag"], ["attempt"] = task.Attempt, ["stream"] = stream, ["text"] = text, ["time"] = DateTimeOffset.UtcNow,
    }).Soon();

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
