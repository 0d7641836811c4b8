namespace Nws.Server.Engine;

/// <summary>Putting values aside that nobody can do anything with, looking at them, and putting them back.</summary>
internal static class Graveyard
{
    public static Outcome Execute(Bury bury)
    {
        var leases = bury.Session.Leases;
        foreach (var number in bury.Leases)
        {
            if (!leases.Holds(number, out var held)) return Failure.NoLease(number);
            if (Storage.RefuseStore(held.Variable.Workspace, bury.Cause.Length) is { } refusal) return refusal;
        }

        foreach (var number in bury.Leases)
        {
            if (leases.TryEnd(number, out var lease)) lease.Variable.Held.Bury(lease.Value, bury.Cause);
        }

        return Outcome.Done.Instance;
    }

    public static Outcome Execute(ListBuried list)
    {
        if (!list.Session.TryResolve(list.Workspace, out var workspace, out var failure)) return failure;
        var values = workspace.Find(list.Variable)?.Held.Buried ?? [];
        var (chosen, bytes) = (new List<BuriedValue>(), 0L);
        foreach (var buried in values.Where(buried => buried.Value.Index > list.After).Take(list.Count))
        {
            bytes += buried.Value.Bytes.Length;
            if (chosen.Count > 0 && bytes > Variable.MaxBytesTogether) break;
            chosen.Add(buried);
        }

        return new Outcome.BuriedValues(chosen, workspace.Journal is not null);
    }

    /// <summary>Answered with how many came back.</summary>
    public static Outcome Execute(Replay replay, EffectList effects)
    {
        if (!replay.Session.TryResolve(replay.Workspace, out var workspace, out var failure)) return failure;
        if (Storage.RefuseChange(workspace) is { } refusal) return refusal;
        return new Outcome.Number(workspace.Find(replay.Variable)?.Held.Replay(replay.Indices, effects) ?? 0);
    }
}
