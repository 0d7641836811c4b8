using Nws.Farm;

namespace Nws.Hosts.Worker;

/// <summary>What all tasks of a job have in common (FARM.md).</summary>
internal sealed record JobRecord(NwsLanguage Language, SleighTaskType Type, string Code, IReadOnlyList<NwsValue> Fixed, IReadOnlyList<int>? Permute)
{
    /// <summary>Nobody vouches for the code.</summary>
    public bool Sandbox { get; init; }

    /// <exception cref="NwsValueException">Something is missing.</exception>
    /// <exception cref="ArgumentException">There is no such language or type, or the sandbox cannot run it.</exception>
    public static JobRecord Read(NwsValue record)
    {
        var job = new JobRecord(
            NwsLanguages.Parse(record["language"].To<string>()),
            Enum.Parse<SleighTaskType>(record["type"].To<string>(), ignoreCase: true),
            record["code"].To<string>(),
            record["fixed"].Items,
            record["permute"].To<List<int>?>()) { Sandbox = record.TryGetValue(NwsValue.From("sandbox"), out var sandbox) && sandbox.To<bool>() };
        if (job.Sandbox) SandboxRules.Check(job.Language, job.Type);
        return job;
    }

    /// <summary>The arguments of one element: the varying ones, then the fixed ones, or of these the positions the job asks for.</summary>
    /// <exception cref="NwsException">The job asks for a position there is not.</exception>
    public IReadOnlyList<NwsValue> Arguments(NwsValue element)
    {
        NwsValue[] all = [.. element.Items, .. Fixed];
        if (Permute is null) return all;
        int beyond = Permute.FirstOrDefault(position => position < 0 || position >= all.Length, -1);
        if (beyond >= 0 || Permute.Contains(-1))
            throw new NwsException($"argPermute asks for argument {(beyond >= 0 ? beyond : -1)}, but there are {all.Length} (0 to {all.Length - 1}).");
        return [.. Permute.Select(position => all[position])];
    }
}
