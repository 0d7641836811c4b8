using Microsoft.AspNetCore.Http;
using Nws.Client;
using Nws.Server.Engine;

namespace Nws.Server.WebConsole;

/// <summary>Variables: list, look at, declare, delete.</summary>
internal sealed class VariableCalls(EngineAccess engine)
{
    private sealed record Declaration(string? Mode);

    public void AddTo(ApiRouter router)
    {
        router.Get("/variables", ListAsync);
        router.Get("/variable", ShowAsync);
        router.Put("/variables", DeclareAsync);
        router.Delete("/variables", DeleteAsync);
    }

    private async Task ListAsync(HttpContext context)
    {
        var query = new ApiQuery(context);
        var (workspace, wanted) = (query.Workspace, WorkspaceCalls.PageOf(query));
        var page = await engine.LookAsync(survey => survey.Find(workspace) is { } found ? Survey.ListVariables(found, wanted) : null).ConfigureAwait(false);
        if (page is null) throw ApiProblemException.Of((Outcome.Failed)Failure.NoWorkspace(workspace));
        await ApiJson.WriteAsync(context, new { variables = page.Items.Select(Show), total = page.Total, next = page.More ? page.Items[^1].Info.Name : null }).ConfigureAwait(false);
    }

    private async Task ShowAsync(HttpContext context)
    {
        var query = new ApiQuery(context);
        var summary = await engine.LookAsync(query.Workspace, query.Variable, Survey.Describe).ConfigureAwait(false);
        await ApiJson.WriteAsync(context, Show(summary)).ConfigureAwait(false);
    }

    private async Task DeclareAsync(HttpContext context)
    {
        var query = new ApiQuery(context);
        var (workspace, variable) = (query.Workspace, query.Variable);
        var declaration = await ApiJson.ReadAsync<Declaration>(context).ConfigureAwait(false);
        var mode = ApiQuery.Mode(declaration.Mode ?? "");
        await using var session = await engine.EnterAsync(context, workspace, create: true).ConfigureAwait(false);
        await session.AskAsync((asking, request) => new Declare(asking, request, workspace, variable, mode), context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task DeleteAsync(HttpContext context)
    {
        var query = new ApiQuery(context);
        var (workspace, variable) = (query.Workspace, query.Variable);
        await using var session = await engine.EnterAsync(context, workspace, create: false).ConfigureAwait(false);
        await session.AskAsync((asking, request) => new DeleteVariable(asking, request, workspace, variable), context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static object Show(VariableSummary summary)
    {
        var info = summary.Info;
        return new
        {
            info.Name, Mode = VariableModes.Name(info.Mode), info.Values, info.Fetchers, info.Finders, info.Delayed, info.Buried, summary.Bytes, summary.Stored,
        };
    }
}
