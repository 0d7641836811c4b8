using Nws.Values;

namespace Nws;

/// <summary>What may be asked for when a value is stored.</summary>
public sealed record StoreOptions
{
    /// <summary>
    /// In <c>fifo</c> variables: a point is worth ten seconds of waiting, so a value is taken before those stored up to ten seconds per point earlier, and no value waits for ever. From -1000 to 1000. Default: 0.
    /// </summary>
    public int Priority { get; init; }

    /// <summary>
    /// A store with a key that is known in the variable is answered as done and not done again: while a value with the key is there, in flight or to appear. From 1 to 1,000 characters. Default: none.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>How long the key stays known at least, also when the value is gone: more than zero, at most ten years. Default: only as long as the value.</summary>
    public TimeSpan? KeyFor { get; init; }

    /// <summary>The value appears after so long, as if it was stored then: more than zero, at most ten years. Default: at once.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>The value vanishes when it has been there for so long and nobody took it: more than zero, at most ten years. Default: never.</summary>
    public TimeSpan? Expires { get; init; }

    /// <summary>
    /// In <c>single</c> variables: the store is done only if the variable holds this version (<see cref="NwsDelivery.Version"/>), or nothing (<see cref="NwsVersion.Empty"/>); else it fails with code
    /// <c>conflict</c>. Not with <see cref="Delay"/>. Default: no condition.
    /// </summary>
    public NwsVersion? If { get; init; }

    internal static void Write(ref MessagePackWriter writer, StoreOptions options)
    {
        writer.WriteMapHeader(1 + Count(options.Key) + Count(options.KeyFor) + Count(options.Delay) + Count(options.Expires) + Count(options.If));
        writer.WriteText("priority");
        writer.WriteInteger((long)options.Priority);
        if (options.Key is { } key)
        {
            writer.WriteText("key");
            writer.WriteText(key);
        }
        Write(ref writer, "keyFor", options.KeyFor);
        Write(ref writer, "delay", options.Delay);
        Write(ref writer, "expires", options.Expires);
        if (options.If is not { } version) return;
        writer.WriteText("if");
        Write(ref writer, version);
    }

    private static int Count<T>(T? option) => option is null ? 0 : 1;

    private static void Write(ref MessagePackWriter writer, string name, TimeSpan? time)
    {
        if (time is not { } given) return;
        writer.WriteText(name);
        writer.WriteFloat64(given.TotalSeconds);
    }

    private static void Write(ref MessagePackWriter writer, NwsVersion version)
    {
        if (version == NwsVersion.Empty)
        {
            writer.WriteNil();
            return;
        }
        writer.WriteArrayHeader(2);
        writer.WriteInteger(version.Id);
        writer.WriteInteger(version.Index);
    }
}
