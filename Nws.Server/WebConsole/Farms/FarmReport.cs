using Nws.Values;

namespace Nws.Server.WebConsole;

/// <summary>A farm as people see it.</summary>
internal sealed record FarmReport
{
    private const int ShownCode = 2_000;

    public required string Workspace { get; init; }
    public required string Owner { get; init; }
    public required IReadOnlyList<FarmWorker> Workers { get; init; }
    public required IReadOnlyList<FarmJob> Jobs { get; init; }
    public required IReadOnlyList<FarmQueue> Queues { get; init; }
    public int? Expected { get; init; }
    public int Waiting { get; init; }
    public int Running { get; init; }
    public long Done { get; init; }
    public long Failed { get; init; }

    /// <summary>What starts a worker on any machine, while the master waits for people to do so.</summary>
    public string? RunMe { get; init; }

    /// <summary>Whether the master waits to hear that all workers have started.</summary>
    public bool AwaitsPeople { get; init; }

    /// <summary>Whether the farm stays when masters go; then its keeper obeys <c>stop</c>.</summary>
    public bool Standing { get; init; }

    public static FarmReport Of(FarmParts parts)
    {
        var introductions = parts.Introductions.Select(Record).OfType<NwsValue>().GroupBy(record => Number(record, "rank")).ToDictionary(group => group.Key ?? -1, group => group.Last());
        var workers = parts.Workers.Select(Record).OfType<NwsValue>().Select(record => FarmWorker.Of(record, introductions.GetValueOrDefault(Number(record, "rank") ?? -1))).ToList();
        // Whoever has joined and not worked yet has no record but its introduction.
        workers.AddRange(introductions.Where(known => workers.TrueForAll(worker => worker.Rank != known.Key)).Select(known => FarmWorker.Of(null, known.Value)));
        var held = parts.Held.Select(item => Record(item.Task)).OfType<NwsValue>().ToArray();
        return new FarmReport
        {
            Workspace = parts.Workspace, Owner = parts.Owner, Workers = [.. workers.OrderBy(worker => worker.Rank)], Queues = [.. parts.Queues.Select(queue => new FarmQueue(queue.Variable, queue.Tasks))],
            Jobs = [.. parts.Jobs.Select(job => JobOf(job, held, parts.Running)).OrderBy(job => job.Number)],
            Expected = parts.Expected is { } expected ? (int?)Whole(Record(expected)) : null, Waiting = parts.Queues.Sum(queue => queue.Tasks), Running = held.Length,
            Done = workers.Sum(worker => worker.Done), Failed = workers.Sum(worker => worker.Failed), RunMe = parts.RunMe is { } line ? TextOf(Record(line)) : null,
            AwaitsPeople = parts.AwaitsPeople, Standing = parts.Keeper is not null,
        };
    }

    internal static NwsValue? Record(byte[] bytes)
    {
        try
        {
            return NwsValue.Decode(bytes);
        }
        catch (NwsValueException)
        {
            return null; // anybody may store anything there
        }
    }

    internal static long? Number(NwsValue record, string key) => record.TryGetValue(NwsValue.From(key), out var value) ? Whole(value) : null;

    internal static string? Text(NwsValue record, string key) => record.TryGetValue(NwsValue.From(key), out var value) ? TextOf(value) : null;

    private static long? Whole(NwsValue? value) => value is { Kind: NwsValueKind.Integer } && ExactNumbers.IntegerOf(value) is var number && number >= 0 && number <= long.MaxValue ? (long)number : null;

    private static string? TextOf(NwsValue? value) => value is { Kind: NwsValueKind.Text } ? value.To<string>() : null;

    private static FarmJob JobOf((string Variable, byte[] Job, long Results) job, NwsValue[] held, byte[]? running)
    {
        long? number = long.TryParse(job.Variable.AsSpan(4), out long parsed) ? parsed : null;
        var record = Record(job.Job) ?? NwsValue.Nil;
        string code = Text(record, "code") ?? "";
        long? total = running is { } list && Record(list) is { Kind: NwsValueKind.List or NwsValueKind.Tuple } jobs
            ? jobs.Items.Where(item => Number(item, "job") == number).Select(item => Number(item, "tasks")).FirstOrDefault()
            : null;
        return new FarmJob(
            number ?? -1, Text(record, "language") ?? "", Text(record, "type") ?? "", code.Length <= ShownCode ? code : code[..ShownCode] + " …", job.Results,
            held.Count(task => Number(task, "job") == number), total);
    }
}

/// <summary>A job that is not over: how many result records came, how many task records are held, how many elements it has, if that is known.</summary>
internal sealed record FarmJob(long Number, string Language, string Type, string Code, long Results, int Running, long? Elements);

/// <summary>Task records that wait in a variable.</summary>
internal sealed record FarmQueue(string Variable, int Tasks);
