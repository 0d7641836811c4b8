using Microsoft.AspNetCore.Http;
using Nws.Client;
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
        var waits = await engine.LookAsync(survey =>
            survey.Sessions
                .SelectMany(session => session.Waiters.Values)
                .Where(waiter => workspace is null || waiter.Take.Workspace == workspace)
                .Where(waiter => variable is null || waiter.Take.Variables.Contains(variable))
                .OrderBy(waiter => waiter.Since).Take(MaxShown)
                .Select(waiter => Describe(waiter, survey)).ToArray()).ConfigureAwait(false);
        await ApiJson.WriteAsync(context, new { waits }).ConfigureAwait(false);
    }

    private static object Describe(EngineSession session) => new
    {
        session = session.Id, client = session.Label, session.Activity.Operations, inFlight = session.Leases.All.Count(), waiting = session.Waiters.Count,
        blockedOn = session.Waiters.Values.Take(MaxVariables).Select(waiter => new { waiter.Take.Workspace, variables = waiter.Take.Variables.Take(MaxVariables), kind = waiter.Take.Kind.ToString() }).ToArray(),
        owns = session.Kept.Select(workspace => workspace.Name).Take(MaxVariables).ToArray(),
        lastOperation = session.Activity.Last, lastTime = At(session.Activity.Time),
    };

    private static object Describe(Waiter waiter, Survey survey)
    {
        var take = waiter.Take;
        return new
        {
            take.Workspace, variables = take.Variables.Take(MaxVariables).ToArray(), kind = take.Kind == TakeKind.Find ? "find" : "fetch", session = take.Session.Id,
            client = take.Session.Label, since = At(waiter.Since), hint = Hint(take, survey),
        };
    }

    private static string Hint(Take take, Survey survey)
    {
        if (survey.Find(take.Workspace)?.Find(take.Variables[0]) is not { } variable) return "";
        if (variable.Mode == VariableMode.Unknown) return "Nobody has ever stored a value there.";
        return take.After is not null ? "It has seen all values and waits for the next." : $"All {variable.Held.Stored} values that were stored there have been fetched.";
    }

    private static DateTime? At(long time) => time == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(time).UtcDateTime;
}
