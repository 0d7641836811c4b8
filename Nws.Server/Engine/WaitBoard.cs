namespace Nws.Server.Engine;

/// <summary>Tells who waits, for what, and what may be the reason: a look at everything that changes nothing.</summary>
internal sealed class WaitBoard(WorkspaceDirectory directory, Timetable timetable)
{
    public Outcome Execute(ListWaits list)
    {
        if (list.Workspace is { } name && directory.Find(name) is null) return Failure.NoWorkspace(name);
        return new Outcome.Waits(Read(list.Workspace, list.Count, list.Visible));
    }

    /// <summary>The blocked requests, those that wait longest first.</summary>
    /// <param name="workspace">Where to look; null: everywhere.</param>
    /// <param name="count">How many to tell of at most.</param>
    /// <param name="visible">Which workspaces are told of; null: all.</param>
    public IReadOnlyList<WaitInfo> Read(string? workspace, int count, Predicate<string>? visible = null)
    {
        var everybody = directory.All.SelectMany(space => space.Variables).SelectMany(variable => variable.Waiters).Distinct().ToArray();
        var cycles = new WaitCycles(everybody);
        var hints = new WaitHints(directory, timetable);
        var chosen = everybody.Where(waiter => (workspace is null || waiter.Workspace.Name == workspace) && visible?.Invoke(waiter.Workspace.Name) != false).OrderBy(waiter => waiter.Since).Take(count);
        return [.. chosen.Select(waiter => Describe(waiter, cycles, hints))];
    }

    private WaitInfo Describe(Waiter waiter, WaitCycles cycles, WaitHints hints)
    {
        var take = waiter.Take;
        var cycle = cycles.Around(waiter);
        var stored = waiter.Variables.Where(variable => variable.Stores.Last is not null)
            .Select(variable => new StoreMark(variable.Name, variable.Stores.Last!, timetable.Now - variable.Stores.Time));
        return new WaitInfo(
            waiter.Workspace.Name, take.Variables, take.Kind, timetable.Now - waiter.Since, take.Session.Client, [.. stored], [.. cycle.Select(link => link.From.Session)], hints.Of(waiter, cycle));
    }
}
