using Nws.Server.Engine;

namespace Nws.Server.WebConsole;

/// <summary>Something a task of a worker printed.</summary>
internal sealed record FarmOutput(long? Rank, DateTime Time, long? Job, long? Tag, string Stream, string Text)
{
    private const string Prefix = "output@";

    /// <summary>The last records of each worker, not decoded yet.</summary>
    public static IReadOnlyList<(string Variable, ValueSummary Record)> Collect(Survey survey, string workspace, int count)
    {
        if (survey.Find(workspace) is not { } found) return [];
        var outputs = found.Variables.Where(variable => variable.Name.StartsWith(Prefix, StringComparison.Ordinal));
        return [.. outputs.SelectMany(variable => Survey.ListValues(variable, variable.Held.Stored - count - 1, count).Select(record => (variable.Name, record)))];
    }

    /// <summary>The newest of them, the newest first.</summary>
    public static IReadOnlyList<FarmOutput> Newest(IReadOnlyList<(string Variable, ValueSummary Record)> records, int count) =>
        [.. records.OrderByDescending(item => item.Record.Time).ThenByDescending(item => item.Record.Index).Take(count).Select(item => Of(item.Variable, item.Record))];

    private static FarmOutput Of(string variable, ValueSummary summary)
    {
        var record = summary.Bytes.InMemory is { } bytes ? FarmReport.Record(bytes) ?? NwsValue.Nil : NwsValue.Nil;
        long? rank = long.TryParse(variable.AsSpan(Prefix.Length), out long number) ? number : null;
        var time = DateTimeOffset.FromUnixTimeMilliseconds(summary.Time).UtcDateTime;
        return new FarmOutput(rank, time, FarmReport.Number(record, "job"), FarmReport.Number(record, "tag"), FarmReport.Text(record, "stream") ?? "", FarmReport.Text(record, "text") ?? "");
    }
}
