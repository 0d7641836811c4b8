using System.Globalization;

namespace Nws.Farm;

/// <summary>Names of the variables in a Sleigh's workspace, as FARM.md lists them.</summary>
internal static class SleighNames
{
    public const string Rank = "rank";
    public const string WorkerCount = "workerCount";
    public const string Joined = "joined";
    public const string Task = "task";
    public const string RideOver = "Sleigh ride over";
    public const string Definitions = "definitions";
    public const string Exports = "exports";
    public const string Lease = "lease";
    public const string Left = "left";
    public const string Members = "members";
    public const string NextJob = "nextJob";
    public const string Jobs = "jobs";
    public const string Over = "over";
    public const string Running = "running";
    public const string FarmRecord = "farm";
    public const string Stop = "stop";
    public const string RunMe = "runMe";
    public const string DeleteMe = "deleteMeWhenAllWorkersStarted";

    /// <summary>The rank that tells a worker that it comes too late.</summary>
    public const int NoRank = -1;

    public static string TaskOf(int rank) => string.Create(CultureInfo.InvariantCulture, $"task@{rank}");

    /// <summary>Where tasks wait for workers that have all of some tags, which are sorted.</summary>
    public static string TaskFor(IReadOnlyList<string> tags) => tags.Count == 0 ? Task : $"{Task}#{string.Join(',', tags)}";

    public static string OutputOf(int rank) => string.Create(CultureInfo.InvariantCulture, $"output@{rank}");

    /// <summary>Where a worker's introduction comes back when it dies or freezes.</summary>
    public static string WillOf(int rank) => string.Create(CultureInfo.InvariantCulture, $"will@{rank}");

    /// <summary>Where somebody stores how many seconds a worker has to finish what it runs; then it leaves.</summary>
    public static string LeaveOf(int rank) => string.Create(CultureInfo.InvariantCulture, $"leave@{rank}");

    /// <summary>What a worker does, for people.</summary>
    public static string StateOf(int rank) => string.Create(CultureInfo.InvariantCulture, $"worker@{rank}");

    /// <summary>The workspace of a standing farm.</summary>
    public static string Farm(string name) => $"farm {name}";

    /// <summary>The workspace that a standing farm's masters share with their tasks.</summary>
    public static string FarmUser(string name) => $"farm {name} user";

    /// <summary>The template of the workspace that lives as long as a master of a standing farm.</summary>
    public static string FarmMaster(string name) => $"farm {name} master %d";

    public static string Job(long job) => string.Create(CultureInfo.InvariantCulture, $"job@{job}");

    public static string Result(long job) => string.Create(CultureInfo.InvariantCulture, $"result@{job}");
}
