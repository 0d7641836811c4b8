namespace Nws.Server.Engine;

/// <summary>What is kept of a value beside itself.</summary>
/// <param name="Expires">When it vanishes; 0: never.</param>
/// <param name="Key">Its key; empty: none.</param>
internal readonly record struct KeptTerm(long Expires, string Key);

/// <summary>A value that is to appear some day.</summary>
/// <param name="Row">Its number in the journal; 0: it is in memory only.</param>
/// <param name="Bytes">The value.</param>
/// <param name="Due">When.</param>
/// <param name="Priority">Its priority then.</param>
/// <param name="Expires">How long it will stay from then on; 0: for ever.</param>
/// <param name="Key">Its key, known already; empty: none.</param>
internal sealed record PendingValue(long Row, ValueBytes Bytes, long Due, int Priority, long Expires, string Key);

/// <summary>A key that stays known for a time, whether its value is there or not.</summary>
internal readonly record struct KeyMemory(string Key, long Until);
