using Microsoft.AspNetCore.Http;
using Nws.Server.Engine;
using Nws.Wire;

namespace Nws.Server.WebConsole;

/// <summary>Find and fetch, with or without waiting. A fetched value is gone when it was sent; if the caller goes before, it is back in its place.</summary>
/// <param name="engine">The engine.</param>
/// <param name="stopping">Cancelled when the server is to stop: nobody waits any longer then.</param>
internal sealed class TakeCalls(EngineAccess engine, CancellationToken stopping)
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
        var outcome = await AskAsync(context, session, (asking, request) => new Take(asking, request, kind, workspace, [variable], timeout)).ConfigureAwait(false);
        if (outcome is not Outcome.Delivered delivered)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }
        await DeliveryWriter.WriteAsync(context, delivered, await ReadAsync(delivered).ConfigureAwait(false)).ConfigureAwait(false);
        await context.Response.CompleteAsync().ConfigureAwait(false);
        if (delivered.Lease != 0) session.Confirm(delivered.Lease);
    }

    private async Task<Outcome> AskAsync(HttpContext context, GuestSession session, Func<EngineSession, uint, EngineCommand> command)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            return await session.AskAsync(command, end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw ApiProblemException.Of(new Outcome.Failed(ErrorCode.ShuttingDown, "The server is being stopped."));
        }
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
