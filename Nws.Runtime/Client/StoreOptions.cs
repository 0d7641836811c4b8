using Nws.Values;

namespace Nws;

/// <summary>What may be asked for when a value is stored.</summary>
public sealed record StoreOptions
{
    /// <summary>
    /// In <c>fifo</c> variables: a point is worth ten seconds of waiting, so a value is taken before those stored up to ten seconds per point earlier, and no value waits for ever. From -1000 to 1000. Default: 0.
    /// </summary>
    public int Priority { get; init; }

    internal static void Write(ref MessagePackWriter writer, StoreOptions options)
    {
        writer.WriteMapHeader(1);
        writer.WriteText("priority");
        writer.WriteInteger((long)options.Priority);
    }
}
