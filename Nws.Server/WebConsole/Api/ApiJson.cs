using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Nws.Server.WebConsole;

/// <summary>How the API writes and reads JSON. What is not there is left out.</summary>
internal static class ApiJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static Task WriteAsync<T>(HttpContext context, T content, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.Body, content, Options, context.RequestAborted);
    }

    /// <exception cref="ApiProblemException">The body is not what it must be.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context)
        where T : class
    {
        if (context.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
            throw new ApiProblemException(StatusCodes.Status415UnsupportedMediaType, "bad_request", "Send the body as application/json.");
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(context.Request.Body, Options, context.RequestAborted).ConfigureAwait(false)
                ?? throw ApiProblemException.BadRequest("The body is null.");
        }
        catch (JsonException fault)
        {
            throw ApiProblemException.BadRequest($"The body is not the JSON it must be: {fault.Message}");
        }
    }
}
