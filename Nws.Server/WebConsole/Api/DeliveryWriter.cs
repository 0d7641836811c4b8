using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Nws.Server.Engine;

namespace Nws.Server.WebConsole;

/// <summary>Writes whole values into answers, as JSON with tags.</summary>
internal static class DeliveryWriter
{
    private const int LargestAsJson = 32 * 1024 * 1024;

    /// <summary>A found or fetched value, in the form the caller wants it.</summary>
    public static async Task WriteAsync(HttpContext context, Outcome.Delivered delivered, byte[] bytes)
    {
        var headers = context.Response.Headers;
        headers["Nws-Variable"] = Uri.EscapeDataString(delivered.Variable);
        headers["Nws-Index"] = $"{delivered.Index}";
        headers["Nws-Attempt"] = $"{delivered.Attempt}";
        string accept = context.Request.Headers.Accept.ToString();
        if (accept.Contains(ValueContent.EncodedType, StringComparison.OrdinalIgnoreCase)) await ValueContent.Of(bytes, encoded: true).SendAsync(context, delivered.Variable).ConfigureAwait(false);
        else if (accept.Contains("application/octet-stream", StringComparison.OrdinalIgnoreCase)) await ValueContent.Of(bytes, encoded: false).SendAsync(context, delivered.Variable).ConfigureAwait(false);
        else await WriteTaggedAsync(context, bytes).ConfigureAwait(false);
    }

    public static async Task WriteTaggedAsync(HttpContext context, byte[] bytes)
    {
        if (bytes.Length > LargestAsJson)
            throw new ApiProblemException(StatusCodes.Status413PayloadTooLarge, "too_large", $"The value has {bytes.Length} bytes; as JSON it may have {LargestAsJson}. Accept {ValueContent.EncodedType} or application/octet-stream.");
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter, new JsonWriterOptions { MaxDepth = 4 * 256 });
        TaggedWriter.Write(json, NwsValue.Decode(bytes));
        await json.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }
}
