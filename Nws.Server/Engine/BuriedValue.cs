namespace Nws.Server.Engine;

/// <summary>A value that was put aside.</summary>
/// <param name="Value">The value, its deliveries counted.</param>
/// <param name="Cause">Why, in the words of whoever did it.</param>
/// <param name="Time">When, on the engine's clock.</param>
internal readonly record struct BuriedValue(StoredValue Value, string Cause, long Time);
