using Nws.Client;

namespace Nws.Server.Engine;

/// <summary>Says in sentences for people what may be the reason that somebody waits.</summary>
internal sealed class WaitHints(WorkspaceDirectory directory, Timetable timetable)
{
    /// <summary>How many variables are looked at for a name that is like another; the look must not hold up the engine.</summary>
    private const int LookedAt = 1_000;

    private readonly Dictionary<(Workspace, string), string?> _likeness = [];
    private Variable[]? _filled;

    public IReadOnlyList<string> Of(Waiter waiter, IReadOnlyList<WaitCycles.Link> cycle)
    {
        var hints = new List<string>();
        if (cycle.Count > 0) hints.Add($"likely a cycle: {string.Join("; ", cycle.Select(Sentence))}");
        foreach (var variable in waiter.Variables) hints.AddRange(Of(waiter, variable));
        return hints;
    }

    private static string Sentence(WaitCycles.Link link)
    {
        var deed = link.IsLease ? "has on lease" : "alone ever stored";
        return $"{Name(link.From)} waits for '{link.Variable.Name}', which {Name(link.To)} {deed}";
    }

    private static string Name(ClientNote client) => $"client {client.Session}";

    private IEnumerable<string> Of(Waiter waiter, Variable variable)
    {
        var held = variable.Held;
        if (held.Buried.Count > 0) yield return $"{Values(held.Buried.Count, variable)} put aside: replay puts back what is wanted";
        if (held.Delayed > 0) yield return $"{Values(held.Delayed, variable)} to come later";
        var stores = variable.Stores;
        if (stores.Last is not { } last) yield return Unstored(variable);
        else if (stores.Only == waiter.Take.Session.Client) yield return $"only this client itself ever stored '{variable.Name}'";
        else if (last.HasLeft) yield return $"the last who stored '{variable.Name}' has left: {last.Label}, {(timetable.Now - stores.Time) / 1000} s ago";
    }

    private string Unstored(Variable variable)
    {
        var since = variable.Workspace.Journal is null ? "nobody ever stored" : "since the server began nobody stored";
        var key = (variable.Workspace, variable.Name);
        if (!_likeness.TryGetValue(key, out var like)) _likeness.Add(key, like = Likeness(variable));
        return $"{since} '{variable.Name}'{(like is null ? "" : $"; {like}")}";
    }

    /// <summary>Where the values may be that are waited for here: under a name much like this, or under this in another workspace.</summary>
    private string? Likeness(Variable variable)
    {
        _filled ??= [.. directory.All.SelectMany(space => space.Variables).Where(other => other.Held.Present is { Count: > 0 }).Take(LookedAt)];
        var near = _filled.Where(other => other.Workspace == variable.Workspace && IsLike(variable.Name, other.Name)).MinBy(other => NearestName.Distance(variable.Name, other.Name));
        if (near is not null) return $"{Values(near.Held.Present!.Count)} in '{near.Name}'";
        var elsewhere = Array.Find(_filled, other => other.Name == variable.Name);
        return elsewhere is null ? null : $"{Values(elsewhere.Held.Present!.Count)} in '{elsewhere.Name}' of workspace '{elsewhere.Workspace.Name}'";
    }

    private static bool IsLike(string name, string other)
    {
        if (name.Equals(other, StringComparison.OrdinalIgnoreCase)) return true;
        var allowed = name.Length / 3;
        return Math.Abs(name.Length - other.Length) <= allowed && NearestName.Distance(name, other) <= allowed;
    }

    private static string Values(int count) => count == 1 ? "1 value is" : $"{count} values are";

    private static string Values(int count, Variable variable) => count == 1 ? $"1 value of '{variable.Name}' is" : $"{count} values of '{variable.Name}' are";
}
