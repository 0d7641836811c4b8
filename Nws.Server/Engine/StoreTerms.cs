namespace Nws.Server.Engine;

/// <summary>What is asked for with a store besides the value. Times are in milliseconds.</summary>
/// <param name="Priority">From -1000 to 1000; in <c>fifo</c> variables only, unless it is 0.</param>
/// <param name="Key">A store with a key that is known in the variable is not done again.</param>
/// <param name="KeyFor">The key stays known for so long, also when the value is gone; null: as long as the value is there or in flight.</param>
/// <param name="Delay">The value appears after so long, as if it was stored then; null: at once.</param>
/// <param name="Expires">The value vanishes when it has been there for so long; null: never.</param>
/// <param name="If">What the variable must hold for the store to be done; null: no matter what.</param>
internal sealed record StoreTerms(
    int Priority = 0, string? Key = null, long? KeyFor = null, long? Delay = null, long? Expires = null, StoreCondition? If = null)
{
    public const int MaxPriority = 1000;
}

/// <param name="Value">The value it must be; null: there must be none.</param>
internal sealed record StoreCondition(Cursor? Value);
