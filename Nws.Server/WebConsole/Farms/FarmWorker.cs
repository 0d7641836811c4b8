using Nws.Values;

namespace Nws.Server.WebConsole;

/// <summary>A worker as people see it: from what it says of its state, and from how it introduced itself.</summary>
internal sealed record FarmWorker(long Rank, string State, long Done, long Failed)
{
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
        string word = introduction is null ? "gone" : FarmReport.Text(now, "state") ?? "idle";
        return new FarmWorker(rank, word, FarmReport.Number(now, "done") ?? 0, FarmReport.Number(now, "failed") ?? 0)
        {
            Job = FarmReport.Number(now, "job"), Tag = FarmReport.Number(now, "tag"), Since = Time(now), Host = FarmReport.Text(known, "host"), ProcessId = FarmReport.Number(known, "pid"),
            Name = FarmReport.Text(known, "name"), Version = FarmReport.Text(known, "version"), System = FarmReport.Text(known, "os"), Cores = FarmReport.Number(known, "cores"),
            Languages = Texts(known, "languages"), Tags = Texts(known, "tags"),
        };
    }

    private static string? Time(NwsValue record) =>
        record.TryGetValue(NwsValue.From("since"), out var value) && value.Content is Moment moment ? TimeText.Iso(value.Kind, moment) : null;

    private static string[]? Texts(NwsValue record, string key) => !record.TryGetValue(NwsValue.From(key), out var value) ? null : value.Kind switch
    {
        NwsValueKind.List or NwsValueKind.Tuple or NwsValueKind.Set => [.. value.Items.Select(item => item.Content as string ?? item.ToString())],
        NwsValueKind.Map => [.. value.Entries.Select(entry => $"{entry.Key.Content as string} {entry.Value.Content as string ?? entry.Value.ToString()}")],
        _ => null,
    };
}
