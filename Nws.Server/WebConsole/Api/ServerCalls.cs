using Microsoft.AspNetCore.Http;
using Nws.Server.Engine;

namespace Nws.Server.WebConsole;

/// <summary>The server itself, who is connected, and who waits for what.</summary>
internal sealed class ServerCalls(EngineAccess engine, ServerFigures figures)
{
    private const int MaxShown = 1_000;
    private const int MaxVariables = 20;

    public void AddTo(ApiRouter router)
    {
        router.Get("/server", async context => await ApiJson.WriteAsync(context, await figures.ReadAsync().ConfigureAwait(false)).ConfigureAwait(false));
        router.Get("/clients", ListClientsAsync);
        router.Get("/waits", ListWaitsAsync);
    }

    private async Task ListClientsAsync(HttpContext context)
    {
        Visitors.DemandAll(context, "who is connected");
        string search = new ApiQuery(context).TextOrNull("search") ?? "";
        var (clients, total) = await engine.LookAsync(survey =>
        {
            var fitting = survey.Sessions.Where(session => session.Label.Contains(search, StringComparison.OrdinalIgnoreCase)).ToArray();
            return (fitting.Take(MaxShown).Select(Describe).ToArray(), fitting.Length);
        }).ConfigureAwait(false);
        await ApiJson.WriteAsync(context, new { clients, total }).ConfigureAwait(false);
    }

    private async Task ListWaitsAsync(HttpContext context)
    {
        string? workspace = new ApiQuery(context).TextOrNull("workspace"), variable = new ApiQuery(context).TextOrNull("variable");
        if (workspace is not null) Visitors.Demand(context, NwsRight.Read, workspace);
        var waits = await engine.ListWaitsAsync(workspace, variable is null ? MaxShown : int.MaxValue, Visitors.VisibleTo(context)).ConfigureAwait(false);
        var fitting = waits.Where(wait => variable is null || wait.Variables.Contains(variable)).Take(MaxShown);
        await ApiJson.WriteAsync(context, new { waits = fitting.Select(Describe) }).ConfigureAwait(false);
    }

    private static object Describe(EngineSession session) => new
    {
        session = session.Id, client = session.Label, session.Client.Language, session.Activity.Operations, inFlight = session.Leases.All.Count(), waiting = session.Waiters.Count,
        blockedOn = session.Waiters.Values.Take(MaxVariables).Select(waiter => new { waiter.Take.Workspace, variables = waiter.Take.Variables.Take(MaxVariables), kind = waiter.Take.Kind.ToString() }).ToArray(),
        owns = session.Kept.Select(workspace => workspace.Name).Take(MaxVariables).ToArray(),
        lastOperation = session.Activity.Last, lastTime = At(session.Activity.Time),
    };

    private static object Describe(WaitInfo wait) => new
    {
        wait.Workspace, variables = wait.Variables.Take(MaxVariables), kind = wait.Kind == TakeKind.Find ? "find" : "fetch", seconds = wait.Milliseconds / 1000.0, session = wait.Client.Session,
        client = wait.Client.Label, wait.Client.Language, stored = wait.Stored.Select(mark => new { mark.Variable, client = mark.Client.Label, seconds = mark.Milliseconds / 1000.0 }), wait.Cycle, wait.Hints,
    };

    private static DateTime? At(long time) => time == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(time).UtcDateTime;
}
