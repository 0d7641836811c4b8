namespace Nws.Server.Sessions;

/// <summary>What a request may ask for at most.</summary>
/// <param name="ValueBytes">Size of a value.</param>
/// <param name="FetchCount">Values that one fetch takes together.</param>
internal readonly record struct RequestLimits(long ValueBytes, int FetchCount)
{
    /// <summary>Values in one <c>storeAll</c>: each takes memory beside its bytes, which may be very few.</summary>
    public const int MaxValues = 1_000_000;
}
