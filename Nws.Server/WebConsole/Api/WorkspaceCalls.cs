using Microsoft.AspNetCore.Http;
using Nws.Server.Engine;

namespace Nws.Server.WebConsole;

/// <summary>Workspaces: list, make, delete.</summary>
internal sealed class WorkspaceCalls(EngineAccess engine)
{
    public const int MaxPage = 1_000;
    private const int UsualPage = 100;

    private sealed record NewWorkspace(string? Name, bool Persistent);

    public void AddTo(ApiRouter router)
    {
        router.Get("/workspaces", ListAsync);
        router.Get("/workspace", ShowAsync);
        router.Post("/workspaces", MakeAsync);
        router.Delete("/workspaces", DeleteAsync);
    }

    public static PageOf PageOf(ApiQuery query) => new(query.TextOrNull("search") ?? "", query.TextOrNull("after"), (int)query.Number("count", UsualPage, 1, MaxPage));

    private async Task ListAsync(HttpContext context)
    {
        var (wanted, visible) = (PageOf(new ApiQuery(context)), Visitors.VisibleTo(context));
        var page = await engine.LookAsync(survey => survey.ListWorkspaces(wanted, visible)).ConfigureAwait(false);
        await ApiJson.WriteAsync(context, new { workspaces = page.Items, total = page.Total, next = page.More ? page.Items[^1].Name : null }).ConfigureAwait(false);
    }

    private async Task ShowAsync(HttpContext context)
    {
        string name = new ApiQuery(context).Workspace;
        var summary = await engine.LookAsync(survey => survey.Find(name) is { } workspace ? Survey.Describe(workspace) : null).ConfigureAwait(false);
        await ApiJson.WriteAsync(context, summary ?? throw ApiProblemException.Of((Outcome.Failed)Failure.NoWorkspace(name))).ConfigureAwait(false);
    }

    // A workspace made here belongs to nobody, so it stays when the call is over; a persistent one needs an owner, who stays it when he is gone.
    private async Task MakeAsync(HttpContext context)
    {
        var wanted = await ApiJson.ReadAsync<NewWorkspace>(context).ConfigureAwait(false);
        if (wanted.Name is not { } name) throw ApiProblemException.BadRequest("The member 'name' is missing.");
        Visitors.Demand(context, NwsRight.Write, name);
        await using var session = await engine.OpenAsync(context).ConfigureAwait(false);
        var outcome = await session.AskAsync(
            (asking, request) => wanted.Persistent ? new OpenWorkspace(asking, request, name, Persistent: true) : new UseWorkspace(asking, request, name),
            context.RequestAborted).ConfigureAwait(false);
        var info = ((Outcome.Workspace)outcome).Info;
        if (wanted.Persistent && !info.Persistent)
            throw new ApiProblemException(StatusCodes.Status409Conflict, "conflict", $"Workspace '{name}' belongs to {info.Owner} and is not persistent; delete it first.");
        await ApiJson.WriteAsync(context, new { info.Name, info.Owner, info.Persistent, info.Variables }, StatusCodes.Status201Created).ConfigureAwait(false);
    }

    private async Task DeleteAsync(HttpContext context)
    {
        string name = new ApiQuery(context).Workspace;
        await using var session = await engine.OpenAsync(context).ConfigureAwait(false);
        await session.AskAsync((asking, request) => new DeleteWorkspace(asking, request, name), context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
