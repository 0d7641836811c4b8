using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Nws.Server.WebConsole;

/// <summary>Puts calls on the server; whatever goes wrong in one becomes a problem that tells what.</summary>
internal sealed class ApiRouter(WebApplication application, ILogger logger)
{
    public const string Base = "/api/v1";

    private static readonly Action<ILogger, string, Exception?> LogFault =
        LoggerMessage.Define<string>(LogLevel.Error, new EventId(5, "ApiFault"), "A call of the web API failed: {Path}");

    private static readonly Action<ILogger, string, int, string, Exception?> LogRefusal =
        LoggerMessage.Define<string, int, string>(LogLevel.Warning, new EventId(11, "CallRefused"), "A call of the web API was refused: {Path}, {Status}: {Reason}");
    private static readonly Action<ILogger, string, long, Exception?> LogSlow = LoggerMessage.Define<string, long>(LogLevel.Warning, new EventId(12, "SlowCall"), "A call of the web API took long: {Path}, {Milliseconds} ms.");
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);
    // They last as long as whoever calls wants to wait, or to download.
    private static readonly string[] Patient = ["/find", "/fetch", "/events", "/expressions", "/value/content"];

    public void Get(string path, Func<HttpContext, Task> handler) => Map(HttpMethods.Get, Base + path, handler);

    public void Post(string path, Func<HttpContext, Task> handler) => Map(HttpMethods.Post, Base + path, handler);

    public void Put(string path, Func<HttpContext, Task> handler) => Map(HttpMethods.Put, Base + path, handler);

    public void Delete(string path, Func<HttpContext, Task> handler) => Map(HttpMethods.Delete, Base + path, handler);

    public void Map(string method, string path, Func<HttpContext, Task> handler) => application.MapMethods(path, [method], (RequestDelegate)(context => RunAsync(context, handler)));

    private async Task RunAsync(HttpContext context, Func<HttpContext, Task> handler)
    {
        long begun = Stopwatch.GetTimestamp();
        try
        {
            await handler(context).ConfigureAwait(false);
            var taken = Stopwatch.GetElapsedTime(begun);
            if (taken > Slow && !Patient.Any(path => context.Request.Path == Base + path)) LogSlow(logger, context.Request.Path, (long)taken.TotalMilliseconds, null);
        }
        catch (ApiProblemException problem)
        {
            if (IsRefusal(problem.Status)) LogRefusal(logger, context.Request.Path, problem.Status, problem.Message, null);
            await TellAsync(context, problem.Status, problem.Code, problem.Message).ConfigureAwait(false);
        }
        catch (BadHttpRequestException fault)
        {
            await TellAsync(context, fault.StatusCode, fault.StatusCode == StatusCodes.Status413PayloadTooLarge ? "too_large" : "bad_request", fault.Message).ConfigureAwait(false);
        }
        catch (Exception fault) when (context.RequestAborted.IsCancellationRequested && fault is OperationCanceledException or IOException)
        {
            // Whoever called is gone.
        }
        catch (Exception fault)
        {
            LogFault(logger, context.Request.Path, fault);
            await TellAsync(context, StatusCodes.Status500InternalServerError, "internal", "The server failed to do this; its log tells more.").ConfigureAwait(false);
        }
    }

    // Not what callers get wrong, but what somebody should know who minds the server.
    private static bool IsRefusal(int status) => status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden or StatusCodes.Status429TooManyRequests or StatusCodes.Status507InsufficientStorage;

    private static Task TellAsync(HttpContext context, int status, string code, string detail)
    {
        if (!context.Response.HasStarted) return ApiProblem.WriteAsync(context, status, code, detail);
        context.Abort();
        return Task.CompletedTask;
    }
}
