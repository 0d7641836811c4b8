namespace Nws.Hosts.Repl.Rendering;

/// <summary>Waits in sentences for people.</summary>
internal static class WaitText
{
    /// <summary>Several lines: what waits, for how long, who, and what may be the reason.</summary>
    internal static string Of(NwsWait wait)
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

    private static string Head(NwsWait wait) =>
        $"{(wait.IsFetch ? "fetch" : "find")} of {string.Join(" or ", wait.Variables.Select(name => $"'{name}'"))} in '{wait.Workspace}'";

    private static string Time(TimeSpan time) => time.TotalDays >= 2 ? $"{(int)time.TotalDays} d"
        : time.TotalHours >= 2 ? $"{(int)time.TotalHours} h"
        : time.TotalMinutes >= 2 ? $"{(int)time.TotalMinutes} min"
        : $"{(int)time.TotalSeconds} s";
}
