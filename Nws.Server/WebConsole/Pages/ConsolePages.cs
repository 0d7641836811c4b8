using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Nws.Server.WebConsole;

/// <summary>The files of the console, which are inside this assembly, and the addresses of its pages. Every page is the same document; its script shows what the address names.</summary>
internal static class ConsolePages
{
    public const string FilePath = "/console";
    public const string SignInPath = "/sign-in";
    private const string Prefix = "console/";

    private static readonly FrozenSet<string> Pages =
        new[] { "/", "/workspace", "/variable", "/value", "/farms", "/farm", "/clients", "/waiting", "/server", SignInPath }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, ConsoleFile> Files = Load().ToFrozenDictionary(file => file.Name, StringComparer.Ordinal);

    public static bool IsPage(PathString path) => Pages.Contains(path.Value ?? "") || path == OldAddress.Path;

    public static void Map(WebApplication application)
    {
        foreach (string page in Pages) application.MapMethods(page, [HttpMethods.Get], (RequestDelegate)(context => SendAsync(context, Files["index.html"])));
        application.MapMethods(FilePath + "/{name}", [HttpMethods.Get], (RequestDelegate)SendFileAsync);
        application.MapMethods(OldAddress.Path, [HttpMethods.Get], (RequestDelegate)RedirectAsync);
    }

    /// <summary>Sends the description of the API.</summary>
    public static Task SendOpenApiAsync(HttpContext context) => SendAsync(context, Files["openapi.json"]);

    private static Task SendFileAsync(HttpContext context)
    {
        if (context.Request.RouteValues["name"] is string name && Files.TryGetValue(name, out var file)) return SendAsync(context, file);
        return ApiProblem.WriteAsync(context, StatusCodes.Status404NotFound, "no_file", "The console has no such file.");
    }

    private static Task RedirectAsync(HttpContext context)
    {
        context.Response.Redirect(OldAddress.Translate(context.Request.Query));
        return Task.CompletedTask;
    }

    // Asked for each time, sent only if it is another: so a newer server is never shown by an older script.
    private static Task SendAsync(HttpContext context, ConsoleFile file)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.CacheControl = "no-cache";
        response.Headers.ETag = file.Tag;
        if (request.Headers.IfNoneMatch == file.Tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        response.ContentType = file.Type;
        response.ContentLength = file.Content.Length;
        return response.Body.WriteAsync(file.Content, context.RequestAborted).AsTask();
    }

    private static IEnumerable<ConsoleFile> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (string resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            byte[] content = new byte[stream.Length];
            stream.ReadExactly(content);
            string tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"";
            yield return new ConsoleFile(resource[Prefix.Length..], content, TypeOf(resource), tag);
        }
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".mjs" => "text/javascript; charset=utf-8",
        ".json" => "application/json",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"No content type for {other}."),
    };

    /// <summary>A file of the console.</summary>
    private sealed record ConsoleFile(string Name, byte[] Content, string Type, string Tag);
}
