using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Nws.Server.WebConsole;

/// <summary>The files of the console, which are inside this assembly, and the addresses of its pages. Every page is the same document; its script shows what the address names.</summary>
internal static class ConsolePages
{
    public const string FilePath = "/console";
    public const string SignInPath = "/sign-in";
    private const string Prefix = "console/";

    private static readonly FrozenDictionary<string, ConsoleFile> Files = Load().ToFrozenDictionary(file => file.Name, StringComparer.Ordinal);

    /// <summary>The pages, and for each the modules it will ask for.</summary>
    private static readonly FrozenDictionary<string, string> Pages =
        new[] { "/", "/workspace", "/variable", "/value", "/farms", "/farm", "/clients", "/waiting", "/server", SignInPath }.ToFrozenDictionary(page => page, LinksOf, StringComparer.Ordinal);

    public static bool IsPage(PathString path) => Pages.ContainsKey(path.Value ?? "") || path == OldAddress.Path;

    public static void Map(WebApplication application)
    {
        foreach (var (page, links) in Pages) application.MapMethods(page, [HttpMethods.Get], (RequestDelegate)(context => SendPageAsync(context, links)));
        application.MapMethods(FilePath + "/{name}", [HttpMethods.Get], (RequestDelegate)SendFileAsync);
        application.MapMethods(OldAddress.Path, [HttpMethods.Get], (RequestDelegate)RedirectAsync);
    }

    /// <summary>Sends the description of the API.</summary>
    public static Task SendOpenApiAsync(HttpContext context) => SendAsync(context, Files["openapi.json"]);

    // The browser fetches all modules at once, in place of one after the other as each names the next.
    private static Task SendPageAsync(HttpContext context, string links)
    {
        context.Response.Headers.Link = links;
        return SendAsync(context, Files["index.html"]);
    }

    private static string LinksOf(string page)
    {
        var modules = new HashSet<string>(StringComparer.Ordinal);
        AddModules("main.mjs", modules);
        AddModules(page == "/" ? "workspaces.mjs" : $"{page[1..]}.mjs", modules);
        return string.Join(", ", modules.Order(StringComparer.Ordinal).Select(module => $"<{FilePath}/{module}>; rel=modulepreload"));
    }

    private static void AddModules(string name, HashSet<string> modules)
    {
        if (!modules.Add(name)) return;
        foreach (Match import in Regex.Matches(Encoding.UTF8.GetString(Files[name].Content), "^import .* from '\\./(.+)';$", RegexOptions.Multiline)) AddModules(import.Groups[1].Value, modules);
    }

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
