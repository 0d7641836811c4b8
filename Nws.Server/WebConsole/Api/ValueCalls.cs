using Microsoft.AspNetCore.Http;
using Nws.Server.Engine;

namespace Nws.Server.WebConsole;

/// <summary>Values: pages of them, one of them, its bytes, delete one. What is shown of a value is its beginning, whatever its size.</summary>
internal sealed class ValueCalls(EngineAccess engine)
{
    private const int UsualPage = 50;
    private const int LargestGlance = 1 << 20;

    public void AddTo(ApiRouter router)
    {
        router.Get("/values", ListAsync);
        router.Get("/value", ShowAsync);
        router.Get("/value/content", DownloadAsync);
        router.Delete("/values", DeleteAsync);
    }

    private async Task ListAsync(HttpContext context)
    {
        var query = new ApiQuery(context);
        var (after, count, notation) = (query.Number("after", -1, -1, long.MaxValue), (int)query.Number("count", UsualPage, 1, WorkspaceCalls.MaxPage), query.Notation());
        var (values, total, stored) = await engine.LookAsync(
            query.Workspace, query.Variable, variable => (Survey.ListValues(variable, after, count + 1), variable.Held.Present?.Count ?? 0, variable.Held.Stored), lasting: true).ConfigureAwait(false);
        var shown = new List<object>();
        foreach (var value in values.Take(count)) shown.Add(Show(value, await GlanceAsync(value, notation).ConfigureAwait(false)));
        await ApiJson.WriteAsync(context, new { values = shown, total, stored, next = values.Count > count ? values[count - 1].Index : (long?)null }).ConfigureAwait(false);
    }

    private async Task ShowAsync(HttpContext context)
    {
        var query = new ApiQuery(context);
        var value = await FindAsync(query).ConfigureAwait(false);
        byte[] bytes = await engine.ReadAsync(value.Bytes).ConfigureAwait(false);
        if (query.TextOrNull("form") == "tagged") await DeliveryWriter.WriteTaggedAsync(context, bytes).ConfigureAwait(false);
        else await ApiJson.WriteAsync(context, Show(value, Preview.Of(bytes, query.Notation(), PreviewLimits.Whole, withGrid: true))).ConfigureAwait(false);
    }

    private async Task DownloadAsync(HttpContext context)
    {
        var query = new ApiQuery(context);
        var value = await FindAsync(query).ConfigureAwait(false);
        byte[] bytes = await engine.ReadAsync(value.Bytes).ConfigureAwait(false);
        await ValueContent.Of(bytes, encoded: query.TextOrNull("form") == "encoded").SendAsync(context, $"{query.Variable} {value.Index}").ConfigureAwait(false);
    }

    private async Task DeleteAsync(HttpContext context)
    {
        var query = new ApiQuery(context);
        var (workspace, variable) = (query.Workspace, query.Variable);
        long index = query.NumberOrNull("index", 0, long.MaxValue) ?? throw ApiProblemException.BadRequest("The parameter 'index' is missing.");
        await using var session = await engine.EnterAsync(context, workspace, create: false).ConfigureAwait(false);
        var outcome = await session.AskAsync((asking, request) => new RemoveValue(asking, request, workspace, variable, index), context.RequestAborted).ConfigureAwait(false);
        if (outcome is Outcome.Flag { Value: false }) throw ApiProblemException.NoValue(variable, index);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    // A row of a list is not worth reading many megabytes.
    private async Task<Preview> GlanceAsync(ValueSummary value, NwsNotation? notation) => value.Bytes.InMemory is null && value.Bytes.Length > LargestGlance
        ? new Preview("large", $"({value.Bytes.Length} bytes on the disk)", Clipped: true)
        : Preview.Of(await engine.ReadAsync(value.Bytes).ConfigureAwait(false), notation, PreviewLimits.Row, withGrid: false);

    private async Task<ValueSummary> FindAsync(ApiQuery query)
    {
        string variable = query.Variable;
        long index = query.NumberOrNull("index", 0, long.MaxValue) ?? throw ApiProblemException.BadRequest("The parameter 'index' is missing.");
        return await engine.LookAsync(query.Workspace, variable, found => Survey.FindValue(found, index), lasting: true).ConfigureAwait(false) ?? throw ApiProblemException.NoValue(variable, index);
    }

    private static object Show(ValueSummary value, Preview preview) => new
    {
        value.Index, Size = value.Bytes.Length, value.Deliveries, value.Priority, Time = DateTimeOffset.FromUnixTimeMilliseconds(value.Time).UtcDateTime,
        preview.Kind, preview.Text, preview.Clipped, preview.Count, preview.Type, preview.Shape, preview.Image, preview.Length, preview.Grid,
    };
}
