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
    public const string RunMe = "runMe";
    public const string DeleteMe = "deleteMeWhenAllWorkersStarted";

    /// <summary>The rank that tells a worker that it comes too late.</summary>
    public const int NoRank = -1;

    public static string TaskOf(int rank) => string.Create(CultureInfo.InvariantCulture, $"task@{rank}");

    public static string Job(long job) => string.Create(CultureInfo.InvariantCulture, $"job@{job}");

    public static string Result(long job) => string.Create(CultureInfo.InvariantCulture, $"result@{job}");
}
