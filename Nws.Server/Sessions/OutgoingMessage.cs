using Nws.Server.Engine;

namespace Nws.Server.Sessions;

/// <summary>Something to be sent to a client.</summary>
/// <param name="Request">The request it answers; null: the <c>bye</c> before the end, whose reason is a <see cref="Outcome.Failed"/>.</param>
/// <param name="Outcome">What to tell.</param>
internal readonly record struct OutgoingMessage(uint? Request, Outcome Outcome)
{
    private const int Overhead = 64;

    /// <summary>About how many bytes wait because of it.</summary>
    public long Size => Outcome switch
    {
        Outcome.Delivered delivered => Overhead + delivered.Value.Length,
        Outcome.DeliveredTogether together => together.Items.Sum(delivered => (long)Overhead + delivered.Value.Length),
        Outcome.Encoded encoded => Overhead + encoded.Value.Length,
        _ => Overhead,
    };
}
