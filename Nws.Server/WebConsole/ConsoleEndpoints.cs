using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Nws.Server.Engine;
using Nws.Server.Sessions;

namespace Nws.Server.WebConsole;

/// <summary>The web console: what is on the server, to look at. Nothing changes by a GET.</summary>
internal static class ConsoleEndpoints
{
    public static void Map(WebApplication application, NwsServerOptions options)
    {
        application.Use(new ConsoleGuard(options).InvokeAsync);
        application.MapGet("/healthz", () => TypedResults.Text("ok\n"));
        application.MapGet("/", (Delegate)ShowWorkspacesAsync);
        application.MapGet("/workspaces", (Delegate)ShowVariablesAsync);
    }

    private static async Task<IResult> ShowWorkspacesAsync(HttpContext context)
    {
        var outcome = await AskAsync(context, session => new ListWorkspaces(session, 0)).ConfigureAwait(false);
        return Page(ConsolePages.Workspaces(((Outcome.Workspaces)outcome).Infos));
    }

    // The name is in the query, for a path cannot hold every name: "..", "a/b", "".
    private static async Task<IResult> ShowVariablesAsync(HttpContext context, string name = "")
    {
        var outcome = await AskAsync(context, session => new ListVariables(session, 0, name)).ConfigureAwait(false);
        return outcome is Outcome.Variables listing
            ? Page(ConsolePages.Variables(name, listing.Infos))
            : Page(ConsolePages.Missing(name), StatusCodes.Status404NotFound);
    }

    private static IResult Page(string html, int status = StatusCodes.Status200OK) => TypedResults.Content(html, "text/html; charset=utf-8", statusCode: status);

    /// <summary>Puts one question to the engine, as a session of its own.</summary>
    private static Task<Outcome> AskAsync(HttpContext context, Func<EngineSession, EngineCommand> question) =>
        context.RequestServices.GetRequiredService<SessionHost>().Loop.PostAsync((engine, now, _) =>
        {
            var answers = new EffectList();
            var session = engine.Connect("web console", confirms: false);
            engine.Apply(question(session), now, answers);
            engine.Disconnect(session, answers);
            return answers[0].Outcome;
        });
}
