namespace Nws;

/// <summary>A value that was put aside, because nobody could do anything with it.</summary>
/// <param name="Value">The value.</param>
/// <param name="Index">Its index in the variable, by which it can be replayed.</param>
/// <param name="Cause">Why it was put aside.</param>
/// <param name="Attempt">How many times it had been delivered to a fetcher.</param>
/// <param name="Time">When it was put aside.</param>
public sealed record NwsBuriedValue(NwsValue Value, long Index, string Cause, int Attempt, DateTimeOffset Time);
