using Nws.Farm;

namespace Nws.Hosts.Worker;

/// <summary>What all tasks of a job have in common (FARM.md).</summary>
internal sealed record JobRecord(NwsLanguage Language, SleighTaskType Type, string Code, IReadOnlyList<NwsValue> Fixed, IReadOnlyList<int>? Permute)
{
    /// <summary>Nobody vouches for the code.</summary>
    public bool Sandbox { get; init; }

    /// <summary>How long an element may run; null: as long as it likes.</summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>What the random numbers of the elements depend on; null: on nothing.</summary>
    public long? Seed { get; init; }

    /// <summary>How many of the exported variables' records hold for the job.</summary>
    public long Exports { get; init; }

    /// <exception cref="NwsValueException">Something is missing.</exception>
    /// <exception cref="ArgumentException">There is no such language or type, or the sandbox cannot run it.</exception>
    public static JobRecord Read(NwsValue record)
    {
        var job = new JobRecord(
            NwsLanguages.Parse(record["language"].To<string>()),
            Enum.Parse<SleighTaskType>(record["type"].To<string>(), ignoreCase: true),
            record["code"].To<string>(),
            record["fixed"].Items,
            record["permute"].To<List<int>?>())
        {
            Sandbox = Maybe(record, "sandbox").To<bool?>() ?? false,
            Limit = ReadLimit(Maybe(record, "limit").To<double?>()),
            Seed = Maybe(record, "seed").To<long?>(),
            Exports = Maybe(record, "exports").To<long?>() ?? 0,
        };
        if (job.Sandbox) SandboxRules.Check(job.Language, job.Type);
        return job;
    }

    private static NwsValue Maybe(NwsValue record, string key) => record.TryGetValue(NwsValue.From(key), out var value) ? value : NwsValue.Nil;

    private static TimeSpan? ReadLimit(double? seconds) => seconds switch
    {
        null => null,
        > 0 and < int.MaxValue => TimeSpan.FromSeconds(seconds.Value),
        _ => throw new ArgumentException($"a limit of {seconds} s for an element makes no sense"),
    };
}
