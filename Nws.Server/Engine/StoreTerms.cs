namespace Nws.Server.Engine;

/// <summary>What is asked for with a store besides the value.</summary>
/// <param name="Priority">From -1000 to 1000; in <c>fifo</c> variables only, unless it is 0.</param>
internal sealed record StoreTerms(int Priority = 0)
{
    public const int MaxPriority = 1000;
}
