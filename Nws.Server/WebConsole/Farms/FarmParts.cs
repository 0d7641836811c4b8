using Nws.Server.Engine;

namespace Nws.Server.WebConsole;

/// <summary>What a farm has in its workspace, as FARM.md says, not decoded yet: this much is done on the engine's thread.</summary>
internal sealed class FarmParts
{
    private const int MaxRecords = 10_000;

    public required string Workspace { get; init; }
    public required string Owner { get; init; }
    public List<byte[]> Workers { get; } = [];
    public List<byte[]> Introductions { get; } = [];
    public List<(string Variable, byte[] Job, long Results)> Jobs { get; } = [];
    public List<(byte[] Task, string Client)> Held { get; } = [];
    public List<(string Variable, int Tasks)> Queues { get; } = [];
    public byte[]? Expected { get; private set; }
    public byte[]? RunMe { get; private set; }
    public byte[]? Running { get; private set; }
    public byte[]? Keeper { get; private set; }
    public bool AwaitsPeople { get; private set; }

    public static IReadOnlyList<FarmParts> ReadAll(Survey survey) => [.. survey.Workspaces.Where(IsFarm).OrderBy(workspace => workspace.Name, StringComparer.Ordinal).Select(workspace => Read(survey, workspace))];

    /// <returns>Null if the workspace is not there or no farm's.</returns>
    public static FarmParts? Read(Survey survey, string name) => survey.Find(name) is { } workspace && IsFarm(workspace) ? Read(survey, workspace) : null;

    /// <summary>The records of the workers of all farms: enough to see how much is done.</summary>
    public static IReadOnlyList<(string Workspace, byte[][] Workers)> ReadProgress(Survey survey) => [.. survey.Workspaces.Where(IsFarm).Select(workspace => (workspace.Name, WorkersOf(workspace).ToArray()))];

    private static bool IsFarm(Workspace workspace) => workspace.Find("rank") is not null && workspace.Find("workerCount") is not null;

    private static IEnumerable<byte[]> WorkersOf(Workspace workspace) =>
        workspace.Variables.Where(variable => variable.Name.StartsWith("worker@", StringComparison.Ordinal)).Select(First).OfType<byte[]>().Take(MaxRecords);

    private static FarmParts Read(Survey survey, Workspace workspace)
    {
        var parts = new FarmParts { Workspace = workspace.Name, Owner = workspace.OwnerLabel };
        foreach (var variable in workspace.Variables) parts.Take(variable);
        foreach (var session in survey.Sessions) parts.TakeLeases(session, workspace);
        return parts;
    }

    private void Take(Variable variable)
    {
        string name = variable.Name;
        if (name.StartsWith("worker@", StringComparison.Ordinal) && First(variable) is { } worker) Workers.Add(worker);
        else if (name.StartsWith("will@", StringComparison.Ordinal) && First(variable) is { } will) Introductions.Add(will);
        else if (name.StartsWith("job@", StringComparison.Ordinal) && First(variable) is { } job) Jobs.Add((name, job, variable.Workspace.Find("result@" + name[4..])?.Held.Stored ?? 0));
        else if (IsQueue(name)) Queues.Add((name, variable.Held.Present?.Count ?? 0));
        else if (name == "workerCount") Expected = First(variable);
        else if (name == "runMe") RunMe = First(variable);
        else if (name == "running") Running = First(variable);
        else if (name == "farm") Keeper = First(variable);
        else if (name == "deleteMeWhenAllWorkersStarted") AwaitsPeople = true;
    }

    // A worker holds its will on lease for life, so the will of everybody who is alive is in flight.
    private void TakeLeases(EngineSession session, Workspace workspace)
    {
        foreach (var lease in session.Leases.All.Where(lease => lease.Variable.Workspace == workspace))
        {
            if (lease.Value.Bytes.InMemory is not { } record) continue;
            if (lease.Variable.Name.StartsWith("will@", StringComparison.Ordinal)) Introductions.Add(record);
            else if (IsQueue(lease.Variable.Name) && Held.Count < MaxRecords) Held.Add((record, session.Label));
        }
    }

    private static bool IsQueue(string name) => name == "task" || name.StartsWith("task#", StringComparison.Ordinal) || name.StartsWith("task@", StringComparison.Ordinal);

    private static byte[]? First(Variable variable) => Survey.ListValues(variable, -1, 1) is [var value] ? value.Bytes.InMemory : null;
}
