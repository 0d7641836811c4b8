using Nws.Farm;

namespace Nws.Hosts.Worker;

/// <summary>What the tasks of one job have in common.</summary>
internal sealed record WorkerJob(NwsLanguage Language, string Type, string Code, IReadOnlyList<NwsValue> Fixed, IReadOnlyList<int>? Permute)
{
    internal const string Evaluate = "eval";
    internal const string Define = "define";
    internal const string Invoke = "invoke";

    /// <summary>Looks a job up in the workspace; null if the master has taken it away.</summary>
    internal static async Task<WorkerJob?> FindAsync(NetWorkSpace sleigh, long number, CancellationToken cancellation) =>
        await sleigh.FindTryAsync(SleighNames.Job(number), cancellation) is { } job ? Read(job) : null;

    /// <summary>The arguments of one element: the varying ones, then the fixed ones, in the order the job asks for.</summary>
    /// <exception cref="ArgumentException">A position is out of range.</exception>
    internal IReadOnlyList<NwsValue> Arguments(IReadOnlyList<NwsValue> varying)
    {
        NwsValue[] all = [.. varying, .. Fixed];
        if (Permute is null)
            return all;
        return Permute.All(position => position >= 0 && position < all.Length)
            ? [.. Permute.Select(position => all[position])]
            : throw new ArgumentException(
                $"The permutation [{string.Join(", ", Permute)}] names a position that is not there: the task has {all.Length} arguments, from 0 on.");
    }

    private static WorkerJob Read(NwsValue job) => new(
        NwsLanguages.Parse(job["language"].To<string>()), job["type"].To<string>(), job["code"].To<string>(), job["fixed"].Items,
        job["permute"].To<List<int>?>());
}
