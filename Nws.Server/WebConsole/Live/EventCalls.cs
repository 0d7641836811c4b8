using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Nws.Server.Engine;

namespace Nws.Server.WebConsole;

/// <summary>
/// Changes as server-sent events: of one workspace, each of them or gathered for a time, or of the server as a whole, which tells once a second at most that something is different.
/// </summary>
internal sealed class EventCalls(EngineAccess engine, TimeProvider time, CancellationToken stopping)
{
    private const int MaxTogether = 1_000;
    private const int MaxNames = 200;
    private const long MaxGather = 60_000;
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(1);

    public void AddTo(ApiRouter router) => router.Get("/events", StreamAsync);

    private async Task StreamAsync(HttpContext context)
    {
        var query = new ApiQuery(context);
        var (workspace, pattern, gather) = (query.TextOrNull("workspace"), query.TextOrNull("variables") ?? "*", query.Seconds("gather"));
        if (gather > MaxGather) throw ApiProblemException.BadRequest($"'gather' is at most {MaxGather / 1000} seconds.");
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            if (workspace is null) await TellPulseAsync(context, ends.Token).ConfigureAwait(false);
            else await TellChangesAsync(context, workspace, pattern, gather, ends.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The caller has gone, or the server stops.
        }
    }

    private async Task TellPulseAsync(HttpContext context, CancellationToken cancellation)
    {
        await BeginAsync(context, cancellation).ConfigureAwait(false);
        var (told, at) = (-1L, time.GetTimestamp());
        while (true)
        {
            long changes = await engine.LookAsync(survey => survey.Changes).ConfigureAwait(false);
            if (changes != told) await TellAsync(context, "changed", new { changes }, cancellation).ConfigureAwait(false);
            else if (time.GetElapsedTime(at) > Heartbeat) await BeatAsync(context, cancellation).ConfigureAwait(false);
            if (changes != told || time.GetElapsedTime(at) > Heartbeat) at = time.GetTimestamp();
            told = changes;
            await Task.Delay(Pulse, time, cancellation).ConfigureAwait(false);
        }
    }

    private async Task TellChangesAsync(HttpContext context, string workspace, string pattern, long? gather, CancellationToken cancellation)
    {
        await using var session = await engine.EnterAsync(context, workspace, create: false).ConfigureAwait(false);
        long watch = await WatchAsync(session, workspace, pattern, cancellation).ConfigureAwait(false);
        await BeginAsync(context, cancellation).ConfigureAwait(false);
        while (true)
        {
            try
            {
                var outcome = await session.AskAsync((asking, request) => new AwaitChanges(asking, request, watch, MaxTogether, (long)Heartbeat.TotalMilliseconds), cancellation).ConfigureAwait(false);
                if (outcome is not Outcome.Changes { Events: var changes }) await BeatAsync(context, cancellation).ConfigureAwait(false);
                else if (gather is { } wait) await TellGatheredAsync(context, changes, wait, cancellation).ConfigureAwait(false);
                else await TellEachAsync(context, changes, cancellation).ConfigureAwait(false);
            }
            catch (ApiProblemException lost) when (lost.Code == "no_watch")
            {
                await TellAsync(context, "lost", new { detail = "More happened than could be told; look anew." }, cancellation).ConfigureAwait(false);
                watch = await WatchAsync(session, workspace, pattern, cancellation).ConfigureAwait(false);
            }
            catch (ApiProblemException gone) when (gone.Code == "no_workspace")
            {
                await TellAsync(context, "deleted", new { workspace }, cancellation).ConfigureAwait(false);
                return;
            }
        }
    }

    private static async Task<long> WatchAsync(GuestSession session, string workspace, string pattern, CancellationToken cancellation) =>
        ((Outcome.Number)await session.AskAsync((asking, request) => new BeginWatch(asking, request, workspace, pattern), cancellation).ConfigureAwait(false)).Value;

    private static async Task TellEachAsync(HttpContext context, WatchEvent[] changes, CancellationToken cancellation)
    {
        foreach (var change in changes) await WriteAsync(context, "change", new { change.Kind, change.Variable, change.Id, change.Index }, cancellation).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(cancellation).ConfigureAwait(false);
    }

    private async Task TellGatheredAsync(HttpContext context, WatchEvent[] changes, long wait, CancellationToken cancellation)
    {
        string[] names = [.. changes.Select(change => change.Variable).Distinct().Take(MaxNames + 1)];
        bool all = names.Length > MaxNames || changes.Length == MaxTogether;
        await TellAsync(context, "changes", new { all, variables = all ? [] : names }, cancellation).ConfigureAwait(false);
        await Task.Delay(TimeSpan.FromMilliseconds(wait), time, cancellation).ConfigureAwait(false);
    }

    private static Task BeginAsync(HttpContext context, CancellationToken cancellation)
    {
        context.Response.ContentType = "text/event-stream";
        return BeatAsync(context, cancellation);
    }

    private static async Task BeatAsync(HttpContext context, CancellationToken cancellation)
    {
        await context.Response.WriteAsync(": here\n\n", cancellation).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(cancellation).ConfigureAwait(false);
    }

    private static async Task TellAsync(HttpContext context, string name, object content, CancellationToken cancellation)
    {
        await WriteAsync(context, name, content, cancellation).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(cancellation).ConfigureAwait(false);
    }

    private static Task WriteAsync(HttpContext context, string name, object content, CancellationToken cancellation) =>
        context.Response.WriteAsync($"event: {name}\ndata: {JsonSerializer.Serialize(content, ApiJson.Options)}\n\n", cancellation);
}
