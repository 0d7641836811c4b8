namespace Nws.Server.Engine;

/// <summary>Something that happens when its time has come, unless it is called off before.</summary>
internal abstract class Timed
{
    /// <summary>When it happens, on the engine's clock; <see cref="long.MaxValue"/>: never.</summary>
    public long Deadline { get; protected set; }

    /// <summary>Kept by <see cref="DeadlineHeap"/>, as is <see cref="Order"/>.</summary>
    public int HeapPosition { get; set; } = DeadlineHeap.Outside;

    /// <summary>Of those with the same deadline, the one that came first happens first.</summary>
    public long Order { get; set; }

    public bool IsBefore(Timed other) => Deadline < other.Deadline || (Deadline == other.Deadline && Order < other.Order);

    public abstract void Happen(EffectList effects);
}
