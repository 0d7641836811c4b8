namespace Nws.Server.Engine;

/// <summary>One thing a session asks of the engine; the records below are the whole family.</summary>
/// <param name="Session">Who asks.</param>
/// <param name="Request">The id its answer will carry; null: a notification, which is applied and not answered.</param>
internal abstract record EngineCommand(EngineSession Session, uint? Request);

/// <summary>One that looks at the values or changes the variables of a workspace.</summary>
/// <param name="Session">Who asks.</param>
/// <param name="Request">The id its answer will carry.</param>
/// <param name="Workspace">Which; the session must have opened it.</param>
internal abstract record WorkspaceCommand(EngineSession Session, uint? Request, string Workspace) : EngineCommand(Session, Request);

internal sealed record OpenWorkspace(EngineSession Session, uint? Request, string Name, bool Create = true, bool Persistent = false)
    : EngineCommand(Session, Request);

internal sealed record UseWorkspace(EngineSession Session, uint? Request, string Name, bool Create = true)
    : EngineCommand(Session, Request);

/// <summary>
/// Opens the persistent workspaces of those names again, as before the server was started again; the others are known to be gone. <paramref name="Repeated"/> are the ids of requests that follow and were sent
/// to the server before.
/// </summary>
internal sealed record Reopen(EngineSession Session, uint? Request, string[] Names, uint[]? Repeated = null) : EngineCommand(Session, Request);

internal sealed record MakeTemporary(EngineSession Session, uint? Request, string Template = NameTemplate.Default)
    : EngineCommand(Session, Request);

internal sealed record DeleteWorkspace(EngineSession Session, uint? Request, string Name) : EngineCommand(Session, Request);

/// <summary>Lists the workspace of that <paramref name="Name"/>, or with null all of them, but only those whose names are <paramref name="Visible"/>.</summary>
internal sealed record ListWorkspaces(EngineSession Session, uint? Request, string? Name = null, bool WithVariables = false, Predicate<string>? Visible = null)
    : EngineCommand(Session, Request);

internal sealed record ListVariables(EngineSession Session, uint? Request, string Workspace) : EngineCommand(Session, Request);

/// <summary>Lists the blocked requests in that workspace, or with null everywhere, up to <paramref name="Count"/>, but only in workspaces whose names are <paramref name="Visible"/>.</summary>
internal sealed record ListWaits(EngineSession Session, uint? Request, string? Workspace = null, int Count = int.MaxValue, Predicate<string>? Visible = null) : EngineCommand(Session, Request);

internal sealed record Declare(EngineSession Session, uint? Request, string Workspace, string Variable, VariableMode Mode)
    : WorkspaceCommand(Session, Request, Workspace);

internal sealed record DeleteVariable(EngineSession Session, uint? Request, string Workspace, string Variable)
    : WorkspaceCommand(Session, Request, Workspace);

/// <summary>Drops the value with that <paramref name="Index"/>, wherever it is in the order; answered with whether it was there.</summary>
internal sealed record RemoveValue(EngineSession Session, uint? Request, string Workspace, string Variable, long Index)
    : WorkspaceCommand(Session, Request, Workspace);

/// <param name="Session">Who asks.</param>
/// <param name="Request">The id its answer will carry.</param>
/// <param name="Workspace">Where the variable is.</param>
/// <param name="Variable">Where the value goes.</param>
/// <param name="Value">The value.</param>
/// <param name="Terms">What was asked for besides; null: nothing.</param>
internal sealed record Store(EngineSession Session, uint? Request, string Workspace, string Variable, byte[] Value, StoreTerms? Terms = null)
    : WorkspaceCommand(Session, Request, Workspace);

/// <summary>Stores all the values in their order, in one step or, on an error, none; whoever waits finds all of them there.</summary>
internal sealed record StoreAll(EngineSession Session, uint? Request, string Workspace, string Variable, byte[][] Values, StoreTerms? Terms = null)
    : WorkspaceCommand(Session, Request, Workspace);

/// <summary>
/// A find or a fetch of one variable or of the first of several that has a value. It waits <paramref name="Timeout"/> milliseconds for
/// one, not at all with 0, for ever with null. With <paramref name="After"/> it is a step of an iteration, over one variable only. A
/// fetch on <paramref name="Lease"/> keeps the value in flight until <see cref="Complete"/> or <see cref="Release"/>, or for <paramref name="LeaseTime"/> milliseconds. With a
/// <paramref name="Count"/> a fetch takes as many as are there, up to that, and gets a list. As a notification it does nothing, for nobody would hear of the value.
/// </summary>
internal sealed record Take(
    EngineSession Session,
    uint? Request,
    TakeKind Kind,
    string Workspace,
    string[] Variables,
    long? Timeout = null,
    Cursor? After = null,
    bool Lease = false,
    long? LeaseTime = null,
    int? Count = null) : WorkspaceCommand(Session, Request, Workspace);

internal enum TakeKind
{
    Find,
    Fetch,
}

/// <summary>Values have arrived. Never answered; leases that have ended, and those taken by the program, are passed over.</summary>
internal sealed record Confirm(EngineSession Session, long[] Leases) : EngineCommand(Session, null);

/// <summary>Ends the leases and makes the stores, all in one step or, on an error, nothing.</summary>
internal sealed record Complete(EngineSession Session, uint? Request, long[] Leases, StoreItem[] Stores) : EngineCommand(Session, Request);

internal readonly record struct StoreItem(string Workspace, string Variable, byte[] Value);

/// <summary>
/// Ends the leases and puts their values back, now or after so many milliseconds, all in one step or, if one has ended, nothing. With <paramref name="Unused"/> these deliveries do not count.
/// </summary>
internal sealed record Release(EngineSession Session, uint? Request, long[] Leases, long? Delay = null, bool Unused = false) : EngineCommand(Session, Request);

/// <summary>Ends the leases and puts their values aside, all in one step or, if one has ended, nothing.</summary>
internal sealed record Bury(EngineSession Session, uint? Request, long[] Leases, string Cause) : EngineCommand(Session, Request);

/// <summary>Lists values that were put aside, in the order of their indices, from behind <paramref name="After"/>.</summary>
internal sealed record ListBuried(EngineSession Session, uint? Request, string Workspace, string Variable, long After = -1, int Count = int.MaxValue)
    : WorkspaceCommand(Session, Request, Workspace);

/// <summary>Puts values back that were put aside: those with the <paramref name="Indices"/> that are there, or with null all.</summary>
internal sealed record Replay(EngineSession Session, uint? Request, string Workspace, string Variable, long[]? Indices = null)
    : WorkspaceCommand(Session, Request, Workspace);

/// <summary>Begins to collect changes of the variables whose names fit the <paramref name="Pattern"/>; answered with the number of the watch.</summary>
internal sealed record BeginWatch(EngineSession Session, uint? Request, string Workspace, string Pattern = "*") : EngineCommand(Session, Request);

/// <summary>Takes up to <paramref name="Count"/> changes as soon as there is one, or nothing after <paramref name="Timeout"/> milliseconds.</summary>
internal sealed record AwaitChanges(EngineSession Session, uint? Request, long Watch, int Count, long? Timeout = null) : EngineCommand(Session, Request);

internal sealed record EndWatch(EngineSession Session, uint? Request, long Watch) : EngineCommand(Session, Request);

/// <summary>Gives each lease that has a limit its full time again. Answered with those that have ended.</summary>
internal sealed record Renew(EngineSession Session, uint? Request, long[] Leases) : EngineCommand(Session, Request);

/// <summary>Ends the session's request with the id <paramref name="Blocked"/>, if it still waits.</summary>
internal sealed record Cancel(EngineSession Session, uint? Request, uint Blocked) : EngineCommand(Session, Request);
