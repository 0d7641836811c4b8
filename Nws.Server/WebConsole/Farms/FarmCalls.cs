using Microsoft.AspNetCore.Http;
using Nws.Server.Engine;

namespace Nws.Server.WebConsole;

/// <summary>Farms: those of a Sleigh and those that stay.</summary>
internal sealed class FarmCalls(EngineAccess engine, FarmHistory history)
{
    private const int UsualOutput = 50;
    private const long LongestRun = 20L * 24 * 60 * 60 * 1000;

    public void AddTo(ApiRouter router)
    {
        router.Get("/farms", ListAsync);
        router.Get("/farm", ShowAsync);
        router.Get("/farm/output", ShowOutputAsync);
        router.Post("/farm/leave", LeaveAsync);
    }

    private async Task ShowOutputAsync(HttpContext context)
    {
        var query = new ApiQuery(context);
        var (workspace, count) = (query.Workspace, (int)query.Number("count", UsualOutput, 1, WorkspaceCalls.MaxPage));
        var parts = await engine.LookAsync(survey => FarmOutput.Collect(survey, workspace, count)).ConfigureAwait(false);
        await ApiJson.WriteAsync(context, new { output = FarmOutput.Newest(parts, count) }).ConfigureAwait(false);
    }

    private async Task ListAsync(HttpContext context)
    {
        var parts = await engine.LookAsync(FarmParts.ReadAll).ConfigureAwait(false);
        var visible = Visitors.VisibleTo(context);
        var farms = parts.Where(farm => visible?.Invoke(farm.Workspace) != false).Select(FarmReport.Of).Select(farm => new
        {
            farm.Workspace, farm.Owner, workers = farm.Workers.Count(worker => worker.IsPresent), farm.Expected, farm.Waiting, farm.Running, farm.Done, farm.Failed, jobs = farm.Jobs.Count, farm.AwaitsPeople, farm.Standing,
        });
        await ApiJson.WriteAsync(context, new { farms }).ConfigureAwait(false);
    }

    // Only a worker that is there is asked: the request would otherwise wait for whoever gets the rank next.
    private async Task LeaveAsync(HttpContext context)
    {
        var query = new ApiQuery(context);
        string workspace = query.Workspace;
        Visitors.Demand(context, NwsRight.Write, workspace);
        long rank = query.NumberOrNull("rank", 0, int.MaxValue) ?? throw ApiProblemException.BadRequest("The parameter 'rank' is missing.");
        double seconds = (query.Seconds("seconds") ?? LongestRun) / 1000.0;
        if (!FarmReport.Of(await ReadAsync(workspace).ConfigureAwait(false)).Workers.Any(worker => worker.Rank == rank && worker.IsPresent))
            throw new ApiProblemException(StatusCodes.Status404NotFound, "no_worker", $"Worker {rank} of the farm '{workspace}' is not there; it may have left.");
        await using var session = await engine.EnterAsync(context, workspace, create: false).ConfigureAwait(false);
        await session.AskAsync((asking, request) => new Store(asking, request, workspace, $"leave@{rank}", NwsValue.From(seconds).Encode(), null), context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task ShowAsync(HttpContext context)
    {
        string workspace = new ApiQuery(context).Workspace;
        var parts = await ReadAsync(workspace).ConfigureAwait(false);
        await ApiJson.WriteAsync(context, new { farm = FarmReport.Of(parts), history = history.Of(workspace) }).ConfigureAwait(false);
    }

    private async Task<FarmParts> ReadAsync(string workspace) => await engine.LookAsync(survey => FarmParts.Read(survey, workspace)).ConfigureAwait(false)
        ?? throw new ApiProblemException(StatusCodes.Status404NotFound, "no_workspace", $"There is no farm in workspace '{workspace}'; it may have ended.");
}
