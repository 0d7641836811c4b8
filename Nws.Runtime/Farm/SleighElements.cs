using System.Collections;

namespace Nws;

/// <summary>The varying arguments of tasks when there is more than one: row by row, ending with the shortest list (user guide: <c>elementArgs</c>).</summary>
public sealed class SleighElements : IEnumerable<IReadOnlyList<object?>>
{
    private readonly IEnumerable[] _columns;

    private SleighElements(IEnumerable[] columns) => _columns = columns;

    /// <summary>One list per argument of the function; the first task gets the first of each, and so on.</summary>
    /// <exception cref="SleighIllegalValueException">No list was given.</exception>
    public static SleighElements Zip(params IEnumerable[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return columns.Length > 0 ? new SleighElements(columns) : throw new SleighIllegalValueException("Zip needs at least one list of arguments.");
    }

    /// <summary>The rows: the arguments of one task each.</summary>
    public IEnumerator<IReadOnlyList<object?>> GetEnumerator()
    {
        var enumerators = _columns.Select(column => column.GetEnumerator()).ToArray();
        try
        {
            while (enumerators.All(column => column.MoveNext())) yield return enumerators.Select(column => column.Current).ToArray();
        }
        finally
        {
            foreach (var enumerator in enumerators) (enumerator as IDisposable)?.Dispose();
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>How many rows there are; null if that is not known beforehand.</summary>
    internal long? Count => _columns.Min(CountOf) is { } shortest && _columns.All(column => CountOf(column) is not null) ? shortest : null;

    /// <summary>How many elements there are, if that can be told without taking them.</summary>
    internal static long? CountOf(IEnumerable elements)
    {
        if (elements is ICollection known) return known.Count;
        var counted = elements.GetType().GetInterface(typeof(IReadOnlyCollection<>).FullName!);
        return counted is null ? null : (int)counted.GetProperty(nameof(ICollection.Count))!.GetValue(elements)!;
    }

    /// <summary>The rows of anything: of one list, every element is a row of one.</summary>
    internal static IEnumerable<IReadOnlyList<object?>> Rows(IEnumerable elements) =>
        elements as SleighElements ?? elements.Cast<object?>().Select(element => (IReadOnlyList<object?>)[element]);
}
