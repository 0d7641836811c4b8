using Microsoft.AspNetCore.Http;
using Nws.Server.Engine;

namespace Nws.Server.WebConsole;

/// <summary>Find and fetch, with or without waiting. A fetched value is gone when it was sent; if the caller goes before, it is back in its place.</summary>
internal sealed class TakeCalls(EngineAccess engine)
{
    public void AddTo(ApiRouter router)
    {
        router.Get("/find", context => TakeAsync(context, TakeKind.Find));
        router.Post("/fetch", context => TakeAsync(context, TakeKind.Fetch));
    }

    private async Task TakeAsync(HttpContext context, TakeKind kind)
    {
        var query = new ApiQuery(context);
        var (workspace, variable, timeout) = (query.Workspace, query.Variable, query.Seconds("timeout") ?? 0);
        await using var session = await engine.EnterAsync(context, workspace, create: false).ConfigureAwait(false);
        var outcome = await session.AskAsync((asking, request) => new Take(asking, request, kind, workspace, [variable], timeout), context.RequestAborted).ConfigureAwait(false);
        if (outcome is not Outcome.Delivered delivered)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }
        await DeliveryWriter.WriteAsync(context, delivered, await ReadAsync(delivered).ConfigureAwait(false)).ConfigureAwait(false);
        await context.Response.CompleteAsync().ConfigureAwait(false);
        if (delivered.Lease != 0) session.Confirm(delivered.Lease);
    }

    private async Task<byte[]> ReadAsync(Outcome.Delivered delivered)
    {
        try
        {
            return await engine.ReadAsync(delivered.Value).ConfigureAwait(false);
        }
        finally
        {
            engine.Settle(delivered);
        }
    }
}
