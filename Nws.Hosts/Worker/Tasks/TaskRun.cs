namespace Nws.Hosts.Worker;

/// <summary>Neighbouring tasks of one job, which are run and answered together.</summary>
/// <param name="Job">Their job.</param>
/// <param name="Tasks">The tasks, at least one; each begins where the one before ends.</param>
internal sealed record TaskRun(KnownJob Job, IReadOnlyList<HeldTask> Tasks)
{
    /// <summary>The number of the first element.</summary>
    public int Tag => Tasks[0].Record.Tag;

    /// <summary>The varying arguments of all elements.</summary>
    public IReadOnlyList<NwsValue> Elements { get; } = Tasks is [var single] ? single.Record.Elements : [.. Tasks.SelectMany(task => task.Record.Elements)];

    /// <summary>The task that an element belongs to, by the element's position among <see cref="Elements"/>.</summary>
    public HeldTask TaskAt(int position) => Tasks.Last(task => task.Record.Tag <= Tag + position);
}
