using Microsoft.AspNetCore.Http;

namespace Nws.Server.WebConsole;

/// <summary>Farms: those of a Sleigh and those that stay.</summary>
internal sealed class FarmCalls(EngineAccess engine, FarmHistory history)
{
    private const int UsualOutput = 50;

    public void AddTo(ApiRouter router)
    {
        router.Get("/farms", ListAsync);
        router.Get("/farm", ShowAsync);
        router.Get("/farm/output", ShowOutputAsync);
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
            farm.Workspace, farm.Owner, workers = farm.Workers.Count(worker => worker.State != "gone"), farm.Expected, farm.Waiting, farm.Running, farm.Done, farm.Failed, jobs = farm.Jobs.Count, farm.AwaitsPeople, farm.Standing,
        });
        await ApiJson.WriteAsync(context, new { farms }).ConfigureAwait(false);
    }

    private async Task ShowAsync(HttpContext context)
    {
        string workspace = new ApiQuery(context).Workspace;
        var parts = await engine.LookAsync(survey => FarmParts.Read(survey, workspace)).ConfigureAwait(false)
            ?? throw new ApiProblemException(StatusCodes.Status404NotFound, "no_workspace", $"There is no farm in workspace '{workspace}'; it may have ended.");
        await ApiJson.WriteAsync(context, new { farm = FarmReport.Of(parts), history = history.Of(workspace) }).ConfigureAwait(false);
    }
}
