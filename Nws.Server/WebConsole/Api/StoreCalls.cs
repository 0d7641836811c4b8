using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Nws.Server.Engine;
using Nws.Values;

namespace Nws.Server.WebConsole;

/// <summary>Stores a value: the body as its content type says, or what an expression gives.</summary>
internal sealed class StoreCalls(EngineAccess engine, NwsServerOptions options)
{
    private const int LongestExpression = 1 << 20;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private sealed record Expression(string? Language, string? Code);

    public void AddTo(ApiRouter router)
    {
        router.Post("/values", StoreAsync);
        router.Post("/expressions", EvaluateAsync);
    }

    private async Task StoreAsync(HttpContext context)
    {
        var terms = Terms(new ApiQuery(context));
        byte[] body = await ReadBodyAsync(context, options.MaxValueBytes).ConfigureAwait(false);
        await StoreAsync(context, ReadValue(context.Request.ContentType ?? "", body), terms).ConfigureAwait(false);
    }

    private async Task EvaluateAsync(HttpContext context)
    {
        Visitors.DemandAdmin(context, "evaluate expressions, which run as the server's user");
        var terms = Terms(new ApiQuery(context));
        if (options.Expressions is not { } expressions) throw new ApiProblemException(StatusCodes.Status404NotFound, "unsupported", "This server evaluates no expressions.");
        if (context.Request.ContentLength > LongestExpression) throw ApiProblemException.BadRequest("The expression is too long.");
        var expression = await ApiJson.ReadAsync<Expression>(context).ConfigureAwait(false);
        if (expression.Language is not { } language || !expressions.Languages.Contains(language))
            throw ApiProblemException.BadRequest($"'{expression.Language}' is no language here; there are {string.Join(", ", expressions.Languages)}.");
        NwsValue value;
        try
        {
            value = await expressions.EvaluateAsync(language, expression.Code ?? "", context.RequestAborted).ConfigureAwait(false);
        }
        catch (NwsException fault)
        {
            throw new ApiProblemException(StatusCodes.Status422UnprocessableEntity, "expression_failed", fault.Message);
        }
        await StoreAsync(context, value.Encode(), terms).ConfigureAwait(false);
    }

    private async Task StoreAsync(HttpContext context, byte[] value, StoreTerms? terms)
    {
        var query = new ApiQuery(context);
        var (workspace, variable) = (query.Workspace, query.Variable);
        if (value.Length > options.MaxValueBytes) throw new ApiProblemException(StatusCodes.Status413PayloadTooLarge, "too_large", $"The server allows values of {options.MaxValueBytes} bytes.");
        await using var session = await engine.EnterAsync(context, workspace, create: true).ConfigureAwait(false);
        await session.AskAsync((asking, request) => new Store(asking, request, workspace, variable, value, terms), context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static StoreTerms? Terms(ApiQuery query)
    {
        long priority = query.Number("priority", 0, -StoreTerms.MaxPriority, StoreTerms.MaxPriority);
        var (key, delay, expires) = (query.TextOrNull("key"), query.Seconds("delay", 0.001), query.Seconds("expires", 0.001));
        if (key is { Length: 0 or > 1_000 }) throw ApiProblemException.BadRequest("A key has 1 to 1,000 characters.");
        return priority == 0 && key is null && delay is null && expires is null ? null : new StoreTerms { Priority = (int)priority, Key = key, Delay = delay, Expires = expires };
    }

    private static byte[] ReadValue(string type, byte[] body)
    {
        try
        {
            return type.Split(';')[0].Trim().ToLowerInvariant() switch
            {
                "application/json" => TaggedReader.Read(body).Encode(),
                "text/plain" => NwsValue.From(StrictUtf8.GetString(body)).Encode(),
                "application/octet-stream" => NwsValue.From(body).Encode(),
                ValueContent.EncodedType => NwsValue.Decode(body).Encode(),
                _ => throw new ApiProblemException(
                    StatusCodes.Status415UnsupportedMediaType, "bad_request", $"The content type of a value is application/json, text/plain, application/octet-stream or {ValueContent.EncodedType}."),
            };
        }
        catch (Exception fault) when (fault is FormatException or NwsValueException)
        {
            throw ApiProblemException.BadRequest(fault.Message);
        }
        catch (DecoderFallbackException)
        {
            throw ApiProblemException.BadRequest("The text is not UTF-8. Send it as application/octet-stream to store its bytes.");
        }
    }

    private static async Task<byte[]> ReadBodyAsync(HttpContext context, long limit)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = limit;
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        return body.ToArray();
    }
}
