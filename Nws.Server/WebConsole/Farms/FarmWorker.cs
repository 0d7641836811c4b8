using Nws.Values;

namespace Nws.Server.WebConsole;

/// <summary>A worker as people see it: from what it says of its state, and from how it introduced itself.</summary>
/// <param name="Rank">Its number.</param>
/// <param name="State"><c>idle</c>, <c>working</c>, <c>left</c> in an orderly way, or <c>gone</c> without a word.</param>
/// <param name="Done">Elements done, those that failed among them.</param>
/// <param name="Failed">Elements that failed.</param>
internal sealed record FarmWorker(long Rank, string State, long Done, long Failed)
{
    private const string HasLeft = "left";

    /// <summary>Whether it takes no further task and leaves when it has finished what it runs.</summary>
    public bool Leaves { get; init; }

    /// <summary>Whether it is there.</summary>
    public bool IsPresent => State is not (HasLeft or "gone");

    public long? Job { get; init; }
    public long? Tag { get; init; }
    public string? Since { get; init; }
    public string? Host { get; init; }
    public long? ProcessId { get; init; }
    public string? Name { get; init; }
    public string? Version { get; init; }
    public string? System { get; init; }
    public long? Cores { get; init; }
    public IReadOnlyList<string>? Languages { get; init; }
    public IReadOnlyList<string>? Tags { get; init; }

    /// <param name="state">The record in <c>worker@R</c>; null: there is none yet.</param>
    /// <param name="introduction">The record of who joined; null: it has gone, or did not say.</param>
    public static FarmWorker Of(NwsValue? state, NwsValue? introduction)
    {
        var (now, known) = (state ?? NwsValue.Nil, introduction ?? NwsValue.Nil);
        long rank = FarmReport.Number(now, "rank") ?? FarmReport.Number(known, "rank") ?? -1;
        return new FarmWorker(rank, StateOf(FarmReport.Text(now, "state"), isPresent: introduction is not null), FarmReport.Number(now, "done") ?? 0, FarmReport.Number(now, "failed") ?? 0)
        {
            Leaves = introduction is not null && now.TryGetValue(NwsValue.From("leaves"), out var leaves) && leaves is { Kind: NwsValueKind.Bool, Bits: not 0 },
            Job = FarmReport.Number(now, "job"), Tag = FarmReport.Number(now, "tag"), Since = Time(now), Host = FarmReport.Text(known, "host"), ProcessId = FarmReport.Number(known, "pid"),
            Name = FarmReport.Text(known, "name"), Version = FarmReport.Text(known, "version"), System = FarmReport.Text(known, "os"), Cores = FarmReport.Number(known, "cores"),
            Languages = Texts(known, "languages"), Tags = Texts(known, "tags"),
        };
    }

    // Whoever has just joined finds the last word of the one before.
    private static string StateOf(string? word, bool isPresent) => word == HasLeft ? isPresent ? "idle" : HasLeft : isPresent ? word ?? "idle" : "gone";

    private static string? Time(NwsValue record) =>
        record.TryGetValue(NwsValue.From("since"), out var value) && value.Content is Moment moment ? TimeText.Iso(value.Kind, moment) : null;

    private static string[]? Texts(NwsValue record, string key) => !record.TryGetValue(NwsValue.From(key), out var value) ? null : value.Kind switch
    {
        NwsValueKind.List or NwsValueKind.Tuple or NwsValueKind.Set => [.. value.Items.Select(item => item.Content as string ?? item.ToString())],
        NwsValueKind.Map => [.. value.Entries.Select(entry => $"{entry.Key.Content as string} {entry.Value.Content as string ?? entry.Value.ToString()}")],
        _ => null,
    };
}
