using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Nws.Server.Loop;
using Nws.Server.Rights;

namespace Nws.Server.WebConsole;

/// <summary>The web console: pages, the API behind them, and metrics.</summary>
internal static class ConsoleEndpoints
{
    /// <summary>Puts all of it on <paramref name="application"/>.</summary>
    /// <param name="application">The server.</param>
    /// <param name="options">How it runs.</param>
    /// <param name="serverName">Name and version.</param>
    /// <param name="time">The clock.</param>
    public static void Map(WebApplication application, NwsServerOptions options, string serverName, TimeProvider time)
    {
        var grants = application.Services.GetRequiredService<Grants>();
        var signIns = grants.AreNeeded ? new SignIns(grants, time) : null;
        application.Use(new ConsoleGuard(options, signIns).InvokeAsync);
        var engine = new EngineAccess(application.Services.GetRequiredService<EngineLoop>());
        var figures = new ServerFigures(engine, options, serverName, time, () => application.Urls.Select(url => new Uri(url).Port).First());
        var logger = application.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Nws.Server.WebConsole");
        var router = new ApiRouter(application, logger);
        new WorkspaceCalls(engine).AddTo(router);
        new VariableCalls(engine).AddTo(router);
        new ValueCalls(engine).AddTo(router);
        new StoreCalls(engine, options).AddTo(router);
        new TakeCalls(engine, application.Lifetime.ApplicationStopping).AddTo(router);
        new EventCalls(engine, time, application.Lifetime.ApplicationStopping).AddTo(router);
        new SessionCalls(signIns).AddTo(router);
        new ServerCalls(engine, figures).AddTo(router);
        new FarmCalls(engine, application.Services.GetRequiredService<FarmHistory>()).AddTo(router);
        new MetricsCalls(engine, figures).AddTo(router);
        ConsolePages.Map(application);
        router.Map("GET", ApiRouter.Base + "/openapi.json", ConsolePages.SendOpenApiAsync);
    }
}
