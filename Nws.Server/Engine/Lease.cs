namespace Nws.Server.Engine;

/// <summary>
/// A value in flight. One <paramref name="HeldByProgram"/> was fetched on lease: its arrival does not end it, but its <paramref name="Term"/> may, if it has one.
/// </summary>
internal readonly record struct Lease(Variable Variable, StoredValue Value, bool HeldByProgram, LeaseTerm? Term);
