namespace Nws.Server.Engine;

/// <summary>Refuses changes of persistent workspaces that could not be written down. A refused command has changed nothing.</summary>
internal static class Storage
{
    /// <summary>For values that go: a full disk has room for that, a faulty one has not.</summary>
    public static Outcome? RefuseChange(Workspace workspace) =>
        workspace.Journal?.Fault is { } fault ? Failure.StorageFailed(workspace.Name, fault) : null;

    /// <param name="workspace">Where a value is to go.</param>
    /// <param name="bytes">Its size.</param>
    public static Outcome? RefuseStore(Workspace workspace, long bytes) =>
        workspace.Journal is { } ledger ? Refuse(ledger, workspace.Name, bytes) : null;

    /// <summary>All stores must have room together, and the leases must be able to end.</summary>
    public static Outcome? RefuseComplete(Lease[] held, StoreItem[] stores, Workspace[] targets)
    {
        foreach (var lease in held)
        {
            if (RefuseChange(lease.Variable.Workspace) is { } fault) return fault;
        }

        long bytes = 0;
        for (var i = 0; i < stores.Length; i++)
        {
            if (targets[i].Journal is null) continue;
            bytes += stores[i].Value.Length;
            if (RefuseStore(targets[i], bytes) is { } refusal) return refusal;
        }

        return null;
    }

    public static Outcome? Refuse(Ledger ledger, string workspace, long bytes)
    {
        if (ledger.Fault is { } fault) return Failure.StorageFailed(workspace, fault);
        return bytes >= ledger.Room ? Failure.StorageFull(workspace) : null;
    }
}
