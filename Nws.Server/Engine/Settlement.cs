namespace Nws.Server.Engine;

/// <summary>What becomes of values in flight, as their sessions say: they have arrived, are done with, go back, or stay in flight for longer.</summary>
internal static class Settlement
{
    public static Outcome? Execute(Confirm confirm)
    {
        foreach (var number in confirm.Leases)
        {
            if (confirm.Session.Leases.TryConfirm(number, out var lease)) lease.Variable.Held.Consume(lease.Value);
        }

        return null;
    }

    public static Outcome Execute(Complete complete, Capacity capacity, EffectList effects)
    {
        var session = complete.Session;
        var held = new Lease[complete.Leases.Length];
        if (RefuseEnded(session, complete.Leases, held) is { } ended) return ended;
        var targets = new Workspace[complete.Stores.Length];
        for (var i = 0; i < targets.Length; i++)
        {
            if (!session.TryResolve(complete.Stores[i].Workspace, out targets[i]!, out var failure)) return failure;
        }

        if (Storage.RefuseComplete(held, complete.Stores, targets) is { } refusal) return refusal;
        if (RefuseMuch(complete, targets, capacity) is { } full) return full;
        foreach (var number in complete.Leases)
        {
            if (session.Leases.TryEnd(number, out var lease)) lease.Variable.Held.Consume(lease.Value);
        }

        for (var i = 0; i < targets.Length; i++)
        {
            targets[i].FindOrAdd(complete.Stores[i].Variable).Store(complete.Stores[i].Value, terms: null, session.Client, effects);
        }

        return Outcome.Done.Instance;
    }

    /// <summary>Whoever waits is served when all values are back.</summary>
    public static Outcome Execute(Release release, EffectList effects)
    {
        var leases = release.Session.Leases;
        var held = new Lease[release.Leases.Length];
        if (RefuseEnded(release.Session, release.Leases, held) is { } ended) return ended;
        foreach (var number in release.Leases)
        {
            if (!leases.TryEnd(number, out var lease)) continue;
            if (release.Delay is { } delay) lease.Variable.Held.ReturnLater(lease.Value, delay, release.Unused);
            else lease.Variable.Held.Return(lease.Value, release.Unused);
        }

        foreach (var variable in held.Select(lease => lease.Variable).Distinct()) variable.Serve(effects);
        return Outcome.Done.Instance;
    }

    public static Outcome Execute(Renew renew) => new Outcome.Ended([.. renew.Leases.Where(number => !renew.Session.Leases.TryRenew(number))]);

    /// <summary>What goes makes room for what comes; a lease that is named twice goes once.</summary>
    private static Outcome? RefuseMuch(Complete complete, Workspace[] targets, Capacity capacity)
    {
        var (stores, bytes) = (complete.Stores, 0L);
        if (stores.Length == 0) return null;
        foreach (var number in complete.Leases.Distinct())
        {
            if (complete.Session.Leases.Holds(number, out var lease)) bytes -= lease.Value.Bytes.Resident + Capacity.ValueOverhead;
        }

        for (var i = 0; i < stores.Length; i++)
        {
            bytes += stores[i].Value.Length;
            if (capacity.Refuse(targets[i], stores[i].Variable, i + 1, bytes) is { } full) return full;
        }

        return null;
    }

    /// <summary>Refuses if one of them has ended, naming it; else fills in what is held.</summary>
    private static Outcome? RefuseEnded(EngineSession session, long[] numbers, Lease[] held)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!session.Leases.Holds(numbers[i], out held[i])) return Failure.NoLease(numbers[i]);
        }

        return null;
    }
}
