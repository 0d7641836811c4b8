using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Nws.Server.Engine;
using Nws.Wire;

namespace Nws.Server.WebConsole;

/// <summary>A call cannot be answered. Becomes <c>application/problem+json</c> with one of the protocol's codes.</summary>
internal sealed class ApiProblemException(int status, string code, string message) : Exception(message)
{
    public int Status => status;

    public string Code => code;

    public static ApiProblemException BadRequest(string message) => new(StatusCodes.Status400BadRequest, ErrorCodes.Name(ErrorCode.BadRequest), message);

    public static ApiProblemException Of(Outcome.Failed failed) => new(ApiProblem.StatusOf(failed.Code), ErrorCodes.Name(failed.Code), failed.Message);

    public static ApiProblemException NoValue(string variable, long index) => new(StatusCodes.Status404NotFound, "no_value", $"Variable '{variable}' has no value {index}; it may have been fetched since.");
}

/// <summary>Errors as RFC 9457 has them.</summary>
internal static class ApiProblem
{
    public const string ContentType = "application/problem+json";

    public static int StatusOf(ErrorCode code) => code switch
    {
        ErrorCode.NoWorkspace or ErrorCode.NoVariable or ErrorCode.UnknownMethod => StatusCodes.Status404NotFound,
        ErrorCode.Unauthorized => StatusCodes.Status401Unauthorized,
        ErrorCode.Protected or ErrorCode.Denied => StatusCodes.Status403Forbidden,
        ErrorCode.ModeConflict or ErrorCode.Conflict or ErrorCode.NotAtHead or ErrorCode.VariableDeleted or ErrorCode.NoLease => StatusCodes.Status409Conflict,
        ErrorCode.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ErrorCode.TooMany => StatusCodes.Status429TooManyRequests,
        ErrorCode.Storage or ErrorCode.Full => StatusCodes.Status507InsufficientStorage,
        ErrorCode.ShuttingDown => StatusCodes.Status503ServiceUnavailable,
        ErrorCode.Internal => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status400BadRequest,
    };

    public static async Task WriteAsync(HttpContext context, int status, string code, string detail)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        await JsonSerializer.SerializeAsync(context.Response.Body, new { title = TitleOf(status), status, code, detail }, ApiJson.Options, context.RequestAborted).ConfigureAwait(false);
    }

    private static string TitleOf(int status) => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);
}
