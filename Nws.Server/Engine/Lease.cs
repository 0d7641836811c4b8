namespace Nws.Server.Engine;

/// <summary>A value in flight. One that is <paramref name="HeldByProgram"/> was fetched on lease: that it arrived does not end it.</summary>
internal readonly record struct Lease(Variable Variable, StoredValue Value, bool HeldByProgram);
