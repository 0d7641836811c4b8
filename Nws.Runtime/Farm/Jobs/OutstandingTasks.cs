namespace Nws.Farm;

/// <summary>The tasks of a job that have no result yet. A worker may answer several that follow one another in one record.</summary>
internal sealed class OutstandingTasks
{
    private readonly Dictionary<int, int> _sizes = [];

    /// <summary>How many there are.</summary>
    public int Count => _sizes.Count;

    /// <summary>Notes a task that is on its way to the workers.</summary>
    /// <param name="tag">The number of its first element.</param>
    /// <param name="elements">How many it has.</param>
    public void Add(int tag, int elements) => _sizes.Add(tag, elements);

    /// <summary>Strikes out the tasks that a record answers.</summary>
    /// <returns>Whether it answers any: a second answer, to a task that was taken for lost, does not count.</returns>
    public bool Strike(int tag, int elements)
    {
        int next = tag;
        while (next < tag + elements && _sizes.Remove(next, out int size)) next += size;
        return next > tag;
    }
}
