namespace Nws.Server.Engine;

/// <summary>How much the engine holds, and how much it may hold.</summary>
internal sealed class Capacity(EngineOptions limits, Ledger? ledger)
{
    /// <summary>What a value counts beside its own bytes.</summary>
    public const long ValueOverhead = 64;

    private long _bytes;

    /// <summary>Of all values in memory: present, in flight, to appear, put aside. Those that stay on the disk count with their bytes until these have been written down.</summary>
    public long Bytes => _bytes - (ledger?.Released ?? 0);

    public void Take(long bytes) => _bytes += bytes;

    public void Free(long bytes) => _bytes -= bytes;

    /// <summary>Refuses values that would be too many for their variable or too much for the memory.</summary>
    /// <param name="workspace">Where they are to go.</param>
    /// <param name="variable">The variable, which may not be there yet.</param>
    /// <param name="values">How many.</param>
    /// <param name="bytes">Their size, less what goes in the same step.</param>
    public Outcome? Refuse(Workspace workspace, string variable, int values, long bytes)
    {
        if (bytes + (ValueOverhead * values) > limits.MaxBytes - Bytes) return Failure.MemoryFull(workspace.Name, variable, limits.MaxBytes);
        var present = workspace.Find(variable)?.Held.Count ?? 0;
        return present + values > limits.MaxValues ? Failure.TooManyValues(workspace.Name, variable, limits.MaxValues) : null;
    }

    /// <summary>Refuses a wait where too many wait already.</summary>
    public Outcome? RefuseWait(Workspace workspace, string[] variables)
    {
        foreach (var name in variables)
        {
            if (workspace.Find(name)?.Waiting >= limits.MaxWaiters) return Failure.TooManyWaiters(workspace.Name, name, limits.MaxWaiters);
        }

        return null;
    }
}
