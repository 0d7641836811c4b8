namespace Nws.Server.Engine;

/// <summary>A workspace as people see it: how many <paramref name="Values"/> are there, how many <paramref name="Bytes"/> they count, how many requests wait.</summary>
internal sealed record WorkspaceSummary(string Name, string Owner, bool Persistent, int Variables, long Values, long Bytes, long Waiters);

/// <summary>A variable as people see it: how many <paramref name="Bytes"/> its values count, and how many were ever <paramref name="Stored"/>.</summary>
internal sealed record VariableSummary(VariableInfo Info, long Bytes, long Stored);

/// <summary>A value as people see it: its encoded <paramref name="Bytes"/>, in memory or on the disk, how often it was handed to a fetcher, and when it was stored on the engine's clock.</summary>
internal sealed record ValueSummary(long Index, ValueBytes Bytes, int Deliveries, int Priority, long Time);
