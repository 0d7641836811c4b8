namespace Nws.Server.Engine;

/// <summary>
/// One thing that must not be forgotten of a persistent workspace; the records below are the whole family. Written in their order, to what was
/// there before, they give the state of all persistent workspaces.
/// </summary>
internal abstract record JournalRecord
{
    /// <summary>About how many bytes it takes to write down.</summary>
    public virtual long Size => 64;
}

internal sealed record WorkspaceMade(long Workspace, string Name, string Owner) : JournalRecord;

/// <summary>Its variables have been deleted by records of their own before.</summary>
internal sealed record WorkspaceDeleted(long Workspace) : JournalRecord;

/// <summary>
/// A variable got its mode, or came in with its workspace when that became persistent: then <paramref name="Stored"/> values had been stored and
/// <paramref name="Fetched"/> of them were gone already.
/// </summary>
internal sealed record VariableMade(long Variable, long Workspace, string Name, VariableMode Mode, long Stored, long Fetched) : JournalRecord;

/// <summary><paramref name="Rows"/> are those of all its values, also of those in flight; <paramref name="PendingRows"/> of those to appear.</summary>
internal sealed record VariableDeleted(long Variable, long[] Rows, long[] PendingRows) : JournalRecord
{
    public override long Size => 64 + 8L * (Rows.Length + PendingRows.Length);
}

internal sealed record ValueStored(long Variable, StoredValue Value, KeptTerm? Term = null) : JournalRecord
{
    public override long Size => 64 + Value.Bytes.Length;
}

/// <summary>A value came in that had been stored before: with its workspace, or given back by whoever had fetched it before that.</summary>
/// <param name="Variable">Where it is.</param>
/// <param name="Value">The value.</param>
/// <param name="WasFetched">Whether it had been counted among the fetched.</param>
/// <param name="Term">What is kept of it beside itself; null: nothing.</param>
internal sealed record ValueAdmitted(long Variable, StoredValue Value, bool WasFetched, KeptTerm? Term = null) : JournalRecord
{
    public override long Size => 64 + Value.Bytes.Length;
}

/// <summary>It was handed to a fetcher and stays until that is confirmed.</summary>
internal sealed record ValueDelivered(long Row, int Deliveries) : JournalRecord;

/// <summary>It has arrived at who fetched it, and is gone.</summary>
internal sealed record ValueFetched(long Variable, long Row, bool HasTerms = false) : JournalRecord;

/// <summary>In a <c>single</c> variable another took its place, or its time was up.</summary>
internal sealed record ValueOverwritten(long Variable, long Row, bool HasTerms = false) : JournalRecord;

/// <summary>A value in flight was put back for later.</summary>
internal sealed record ValueHeld(long Row, long Until) : JournalRecord;

/// <summary>A value in flight was put aside.</summary>
internal sealed record ValueBuried(long Row, KeptGrave Grave) : JournalRecord
{
    public override long Size => 64 + 2L * Grave.Cause.Length;
}

/// <summary>It was put back.</summary>
internal sealed record ValueUnearthed(long Row) : JournalRecord;

/// <summary>A value was stored that is to appear later; it is not counted among the stored before.</summary>
internal sealed record PendingStored(long Variable, PendingValue Value) : JournalRecord
{
    public override long Size => 64 + Value.Bytes.Length;
}

/// <summary>It has appeared: a <see cref="ValueStored"/> follows.</summary>
/// <param name="Row">Where it was.</param>
/// <param name="Large">The value if it stayed on the disk; it is recalled, to be stored again.</param>
internal sealed record PendingGone(long Row, LargeValue? Large = null) : JournalRecord;

internal sealed record KeyRemembered(long Variable, KeyMemory Memory) : JournalRecord;

internal sealed record KeyForgotten(long Variable, string Key) : JournalRecord;
