namespace Nws.Hosts.Worker;

/// <summary>Neighbouring tasks of one job, which are run and answered together.</summary>
/// <param name="Job">Their job.</param>
/// <param name="Tasks">The tasks; each begins where the one before ends.</param>
internal sealed record TaskRun(KnownJob Job, IReadOnlyList<HeldTask> Tasks)
{
    /// <summary>The number of the first element.</summary>
    public int Tag => Tasks[0].Record.Tag;

    /// <summary>The varying arguments of all elements.</summary>
    public IReadOnlyList<NwsValue> Elements { get; } = Tasks is [var single] ? single.Record.Elements : [.. Tasks.SelectMany(task => task.Record.Elements)];

    /// <summary>Some of the tasks.</summary>
    public TaskRun Slice(int first, int count) => new(Job, [.. Tasks.Skip(first).Take(count)]);

    /// <summary>How many of the tasks have an element among the first ones.</summary>
    public int TasksAmong(int elements) => Tasks.Count(task => task.Record.Tag < Tag + elements);

    /// <summary>The task that an element belongs to, by the element's position among <see cref="Elements"/>.</summary>
    public HeldTask TaskAt(int position) => Tasks.Last(task => task.Record.Tag <= Tag + position);
}
