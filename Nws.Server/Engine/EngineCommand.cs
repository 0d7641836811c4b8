namespace Nws.Server.Engine;

/// <summary>One thing a session asks of the engine; the records below are the whole family.</summary>
/// <param name="Session">Who asks.</param>
/// <param name="Request">The id its answer will carry; null: a notification, which is applied and not answered.</param>
internal abstract record EngineCommand(EngineSession Session, uint? Request);

internal sealed record OpenWorkspace(EngineSession Session, uint? Request, string Name, bool Create = true, bool Persistent = false)
    : EngineCommand(Session, Request);

internal sealed record UseWorkspace(EngineSession Session, uint? Request, string Name, bool Create = true)
    : EngineCommand(Session, Request);

internal sealed record MakeTemporary(EngineSession Session, uint? Request, string Template = NameTemplate.Default)
    : EngineCommand(Session, Request);

internal sealed record DeleteWorkspace(EngineSession Session, uint? Request, string Name) : EngineCommand(Session, Request);

/// <summary>Lists the workspace of that <paramref name="Name"/>, or with null all of them.</summary>
internal sealed record ListWorkspaces(EngineSession Session, uint? Request, string? Name = null, bool WithVariables = false)
    : EngineCommand(Session, Request);

internal sealed record ListVariables(EngineSession Session, uint? Request, string Workspace) : EngineCommand(Session, Request);

internal sealed record Declare(EngineSession Session, uint? Request, string Workspace, string Variable, VariableMode Mode)
    : EngineCommand(Session, Request);

internal sealed record DeleteVariable(EngineSession Session, uint? Request, string Workspace, string Variable)
    : EngineCommand(Session, Request);

internal sealed record Store(EngineSession Session, uint? Request, string Workspace, string Variable, byte[] Value)
    : EngineCommand(Session, Request);

/// <summary>
/// A find or a fetch of one variable or of the first of several that has a value. It waits <paramref name="Timeout"/> milliseconds for
/// one, not at all with 0, for ever with null. With <paramref name="After"/> it is a step of an iteration, over one variable only. A
/// fetch on <paramref name="Lease"/> keeps the value in flight until <see cref="Complete"/> or <see cref="Release"/>. As a notification it
/// does nothing, for nobody would hear of the value.
/// </summary>
internal sealed record Take(
    EngineSession Session,
    uint? Request,
    TakeKind Kind,
    string Workspace,
    string[] Variables,
    long? Timeout = null,
    Cursor? After = null,
    bool Lease = false) : EngineCommand(Session, Request);

internal enum TakeKind
{
    Find,
    Fetch,
}

/// <summary>Values have arrived. Never answered; leases that have ended, and those taken by the program, are passed over.</summary>
internal sealed record Confirm(EngineSession Session, long[] Leases) : EngineCommand(Session, null);

/// <summary>Ends a lease and makes the stores, all in one step or, on an error, nothing.</summary>
internal sealed record Complete(EngineSession Session, uint? Request, long Lease, StoreItem[] Stores) : EngineCommand(Session, Request);

internal readonly record struct StoreItem(string Workspace, string Variable, byte[] Value);

/// <summary>Ends a lease and puts its value back.</summary>
internal sealed record Release(EngineSession Session, uint? Request, long Lease) : EngineCommand(Session, Request);

/// <summary>Ends the session's request with the id <paramref name="Blocked"/>, if it still waits.</summary>
internal sealed record Cancel(EngineSession Session, uint? Request, uint Blocked) : EngineCommand(Session, Request);
