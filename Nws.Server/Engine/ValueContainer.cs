using System.Diagnostics;

namespace Nws.Server.Engine;

/// <summary>
/// The values of one variable, in the order of its mode. Which value comes next is decided here, who gets it in <see cref="Variable"/>.
/// </summary>
internal abstract class ValueContainer
{
    public abstract VariableMode Mode { get; }

    public abstract int Count { get; }

    /// <summary>The values, in any order.</summary>
    public abstract IEnumerable<StoredValue> All { get; }

    /// <summary>Adds the newest value.</summary>
    public abstract void Add(StoredValue value);

    /// <summary>Puts a value that had been taken back to its place; false if it has none any more.</summary>
    public abstract bool Return(StoredValue value);

    /// <summary>Removes a value with terms wherever it is; false if it is not here.</summary>
    /// <param name="like">The value as it was added.</param>
    /// <param name="value">The value as it was here.</param>
    public abstract bool TryRemove(StoredValue like, out StoredValue value);

    /// <summary>Removes the value with that index wherever it is; false if there is none.</summary>
    public abstract bool TryRemoveAt(long index, out StoredValue value);

    /// <summary>Up to so many values with indices above <paramref name="after"/>, in the order of their indices.</summary>
    public abstract IEnumerable<StoredValue> Page(long after, int count);

    /// <summary>The value a find gets now.</summary>
    public abstract bool TryPeek(out StoredValue value);

    /// <summary>Removes and gives the value a fetch gets now.</summary>
    public abstract bool TryTake(out StoredValue value);

    /// <summary>Fills an empty container.</summary>
    /// <param name="values">In the order of their indices; those without a place are passed over.</param>
    /// <param name="stored">How many values were stored until now.</param>
    public virtual void Restore(IEnumerable<StoredValue> values, long stored)
    {
        foreach (var value in values) Add(value);
    }

    /// <param name="mode">Any mode but unknown.</param>
    /// <param name="random">Decides the order in <c>multi</c>.</param>
    public static ValueContainer Create(VariableMode mode, Random random) => mode switch
    {
        VariableMode.Fifo => new FifoValues(),
        VariableMode.Lifo => new LifoValues(),
        VariableMode.Multi => new MultiValues(random),
        VariableMode.Single => new SingleValue(),
        _ => throw new UnreachableException($"A variable of mode {mode} holds no values."),
    };
}
