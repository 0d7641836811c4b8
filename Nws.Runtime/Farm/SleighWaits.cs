using System.Globalization;

namespace Nws.Farm;

/// <summary>
/// Tells the requests by which the keeper and the workers of a Sleigh wait for tasks, for newcomers and for the end from those of programs. They are blocked as long as there is
/// nothing to do, so in a list of what may be wrong they hide what is.
/// </summary>
internal sealed class SleighWaits
{
    private const string TaggedTask = $"{SleighNames.Task}#";

    private readonly HashSet<string> _sleighs = [];

    /// <param name="waits">All blocked requests: where each waits, and for what.</param>
    public SleighWaits(IEnumerable<(string Workspace, IReadOnlyList<string> Variables)> waits)
    {
        // Every worker waits for this all its life, and nobody else does: it marks the workspace as that of a Sleigh whatever its name.
        foreach (var (workspace, variables) in waits)
        {
            if (variables is [SleighNames.RideOver]) _sleighs.Add(workspace);
        }
    }

    /// <summary>Whether a request is one by which a Sleigh waits when nothing is wrong.</summary>
    public bool IsAtRest(string workspace, IReadOnlyList<string> variables) => _sleighs.Contains(workspace) && variables.All(IsOfRest);

    private static bool IsOfRest(string variable) => variable
        is SleighNames.RideOver or SleighNames.Joined or SleighNames.Left or SleighNames.Jobs or SleighNames.Over or SleighNames.Stop or SleighNames.Task
        || variable.StartsWith(TaggedTask, StringComparison.Ordinal) || IsOfAWorker(variable);

    private static bool IsOfAWorker(string variable) =>
        int.TryParse(variable[(variable.IndexOf('@', StringComparison.Ordinal) + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int rank)
        && (variable == SleighNames.TaskOf(rank) || variable == SleighNames.WillOf(rank) || variable == SleighNames.LeaveOf(rank));
}
