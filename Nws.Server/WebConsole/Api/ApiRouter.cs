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

    public void Get(string path, Func<HttpContext, Task> handler) => Map(HttpMethods.Get, Base + path, handler);

    public void Post(string path, Func<HttpContext, Task> handler) => Map(HttpMethods.Post, Base + path, handler);

    public void Put(string path, Func<HttpContext, Task> handler) => Map(HttpMethods.Put, Base + path, handler);

    public void Delete(string path, Func<HttpContext, Task> handler) => Map(HttpMethods.Delete, Base + path, handler);

    public void Map(string method, string path, Func<HttpContext, Task> handler) => application.MapMethods(path, [method], (RequestDelegate)(context => RunAsync(context, handler)));

    private async Task RunAsync(HttpContext context, Func<HttpContext, Task> handler)
    {
        try
        {
            await handler(context).ConfigureAwait(false);
        }
        catch (ApiProblemException problem)
        {
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

    private static Task TellAsync(HttpContext context, int status, string code, string detail)
    {
        if (!context.Response.HasStarted) return ApiProblem.WriteAsync(context, status, code, detail);
        context.Abort();
        return Task.CompletedTask;
    }
}
