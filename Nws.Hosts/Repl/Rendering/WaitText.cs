using Nws.Farm;

namespace Nws.Hosts.Repl.Rendering;

/// <summary>Waits in sentences for people.</summary>
internal static class WaitText
{
    /// <summary>Each request in a text of its own; those by which a Sleigh waits for tasks are counted in one line.</summary>
    /// <param name="waits">The requests.</param>
    /// <param name="lister">The command that lists those of one workspace, given its name; null: this is it, nothing is counted only.</param>
    internal static IEnumerable<string> OfAll(IReadOnlyList<NwsWait> waits, Func<string, string>? lister)
    {
        if (lister is null) return waits.Select(Of);
        var sleighs = new SleighWaits(waits.Select(wait => (wait.Workspace, wait.Variables)));
        var kinds = waits.ToLookup(wait => sleighs.IsAtRest(wait.Workspace, wait.Variables));
        return kinds[false].Select(Of).Concat(kinds[true].GroupBy(wait => wait.Workspace).Select(sleigh => AtRest(sleigh.Key, sleigh.Count(), lister(sleigh.Key))));
    }

    /// <summary>Several lines: what waits, for how long, who, and what may be the reason.</summary>
    private static string Of(NwsWait wait)
    {
        string language = wait.Language.Length == 0 ? "" : $", {wait.Language}";
        IEnumerable<string> stores = wait.Stored.Select(store => $"  '{store.Variable}' was last stored {Time(store.Ago)} ago by client {store.Session}: {store.Client}");
        return string.Join('\n', [$"{Head(wait)} has waited {Time(wait.Duration)}: client {wait.Session}, {wait.Client}{language}", .. stores, .. wait.Hints.Select(hint => $"  {hint}")]);
    }

    /// <summary>One line, for whoever waits himself: <c>fetch of 'x' in 'w' waits: nobody ever stored 'x'</c>.</summary>
    internal static string HintOf(NwsWait wait)
    {
        string reason = wait.Hints.Count > 0 ? string.Join("; ", wait.Hints)
            : string.Join("; ", wait.Stored.Select(store => $"'{store.Variable}' was last stored {Time(store.Ago)} ago by client {store.Session}"));
        return $"{Head(wait)} waits{(reason.Length == 0 ? "" : $": {reason}")}";
    }

    private static string AtRest(string sleigh, int requests, string lister) => $"the keeper and the workers of '{sleigh}' wait for tasks, by {requests} requests; {lister} lists them";

    private static string Head(NwsWait wait) =>
        $"{(wait.IsFetch ? "fetch" : "find")} of {string.Join(" or ", wait.Variables.Select(name => $"'{name}'"))} in '{wait.Workspace}'";

    private static string Time(TimeSpan time) => time.TotalDays >= 2 ? $"{(int)time.TotalDays} d"
        : time.TotalHours >= 2 ? $"{(int)time.TotalHours} h"
        : time.TotalMinutes >= 2 ? $"{(int)time.TotalMinutes} min"
        : $"{(int)time.TotalSeconds} s";
}
