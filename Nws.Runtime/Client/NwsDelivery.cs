namespace Nws;

/// <summary>A value and where it came from, as operations on several variables return it.</summary>
/// <param name="Variable">The variable it came from.</param>
/// <param name="Value">The value.</param>
/// <param name="Attempt">How many times the value has been delivered to a fetcher, this time included; 1 for a find.</param>
public sealed record NwsDelivery(string Variable, NwsValue Value, int Attempt)
{
    /// <summary>Which value it is, for a store that depends on it (<see cref="StoreOptions.If"/>).</summary>
    public NwsVersion Version { get; init; }
}
