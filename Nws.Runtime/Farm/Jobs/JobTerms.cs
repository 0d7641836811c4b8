namespace Nws.Farm;

/// <summary>What the tasks of a job do, and under which conditions: what workers read of it (FARM.md).</summary>
/// <param name="Code">What they run.</param>
/// <param name="Fixed">The arguments that are the same for all.</param>
/// <param name="Options">How to run them.</param>
/// <param name="Exports">How many records of exported variables hold for it.</param>
internal sealed record JobTerms(Code Code, IReadOnlyList<object?> Fixed, EachOptions Options, long Exports)
{
    /// <summary>The variable in which tasks for any worker wait that has what they demand.</summary>
    public string TaskVariable { get; } = SleighNames.TaskFor(WorkerTags.Sorted(Options.Tags));

    /// <summary>The job's record. What has its default is left out.</summary>
    /// <exception cref="SleighIllegalValueException">The sandbox does not run that.</exception>
    public Dictionary<string, object?> Record()
    {
        var record = new Dictionary<string, object?>
        {
            ["language"] = Code.Language.ToWireName(),
            ["type"] = Code.TypeName,
            ["code"] = Code.Text,
            ["fixed"] = Fixed,
            ["permute"] = Options.ArgPermute?.ToList(),
        };
        if (Code.Sandbox)
        {
            SandboxRules.Check(Code.Language, Code.Type);
            record["sandbox"] = true;
        }
        if (Options.TimeLimit is { } limit) record["limit"] = limit.TotalSeconds;
        if (Options.RngSeed is { } seed) record["seed"] = seed;
        if (Options.Tags.Count > 0) record["tags"] = WorkerTags.Sorted(Options.Tags);
        if (Exports > 0) record["exports"] = Exports;
        return record;
    }
}
