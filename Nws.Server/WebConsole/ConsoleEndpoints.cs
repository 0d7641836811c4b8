using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Nws.Server.Engine;
using Nws.Server.Loop;

namespace Nws.Server.WebConsole;

/// <summary>The web console: what is on the server, to look at. Nothing changes by a GET.</summary>
internal static class ConsoleEndpoints
{
    /// <summary>Puts the pages on <paramref name="application"/>, with <paramref name="serverName"/> at the foot of each.</summary>
    public static void Map(WebApplication application, NwsServerOptions options, string serverName)
    {
        var pages = new ConsolePages(serverName);
        application.Use(new ConsoleGuard(options).InvokeAsync);
        application.MapGet("/healthz", () => TypedResults.Text("ok\n"));
        application.MapGet("/", (Delegate)((HttpContext context) => ShowWorkspacesAsync(context, pages)));
        application.MapGet("/workspaces", (HttpContext context, string name = "") => ShowVariablesAsync(context, pages, name));
    }

    private static async Task<IResult> ShowWorkspacesAsync(HttpContext context, ConsolePages pages)
    {
        var outcome = await AskAsync(context, session => new ListWorkspaces(session, 0)).ConfigureAwait(false);
        return Page(pages.Workspaces(((Outcome.Workspaces)outcome).Infos));
    }

    // The name is in the query, for a path cannot hold every name: "..", "a/b", "".
    private static async Task<IResult> ShowVariablesAsync(HttpContext context, ConsolePages pages, string name)
    {
        var outcome = await AskAsync(context, session => new ListVariables(session, 0, name)).ConfigureAwait(false);
        return outcome is Outcome.Variables listing
            ? Page(pages.Variables(name, listing.Infos))
            : Page(pages.Missing(name), StatusCodes.Status404NotFound);
    }

    private static IResult Page(string html, int status = StatusCodes.Status200OK) => TypedResults.Content(html, "text/html; charset=utf-8", statusCode: status);

    /// <summary>Puts one question to the engine, as a session of its own.</summary>
    private static Task<Outcome> AskAsync(HttpContext context, Func<EngineSession, EngineCommand> question) =>
        context.RequestServices.GetRequiredService<EngineLoop>().PostAsync((engine, now, _) =>
        {
            var answers = new EffectList();
            var session = engine.Connect("web console", confirms: false);
            engine.Apply(question(session), now, answers);
            engine.Disconnect(session, now, answers);
            return answers[0].Outcome;
        });
}
