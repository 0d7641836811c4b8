using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Nws.Server.Rights;

namespace Nws.Server.WebConsole;

/// <summary>
/// Stands before every page and every call. Lets in only who may see the console, refuses what a page from elsewhere might send through somebody's browser, and tells browsers to run
/// nothing but what comes from here.
/// </summary>
/// <param name="options">The server's options.</param>
/// <param name="signIns">Who has signed in; null: there is no token.</param>
internal sealed class ConsoleGuard(NwsServerOptions options, SignIns? signIns)
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The cookie of this server. Browsers do not tell ports of a machine apart, so the port is in the name.</summary>
    public static string CookieName(HttpContext context) => $"nws-{context.Connection.LocalPort}";

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        if (!HostNames.Allow(options, context.Request.Host)) return ApiProblem.WriteAsync(context, StatusCodes.Status421MisdirectedRequest, "bad_host", "This server is not called so. Use the address it was started with.");
        if (!IsRead(context.Request) && !IsFromHere(context.Request)) return ApiProblem.WriteAsync(context, StatusCodes.Status403Forbidden, "foreign_origin", "A page from elsewhere may change nothing here.");
        if (signIns is null) return next(context);
        var grant = GrantOf(context, signIns);
        Visitors.Admit(context, grant);
        if (grant is not null) return PassAsync(context, next, grant);
        return IsOpen(context.Request.Path) ? next(context) : RefuseAsync(context);
    }

    // Whoever waits, listens or loads by a token does not go on when it ends.
    private static async Task PassAsync(HttpContext context, RequestDelegate next, Grant grant)
    {
        using var end = grant.Ended.Register(context.Abort);
        await next(context).ConfigureAwait(false);
    }

    private static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    // Browsers say where a request comes from; other programs do not, and cannot be made to send what somebody else wants.
    private static bool IsFromHere(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is [{ } site] && site is not ("same-origin" or "none")) return false;
        var origin = request.Headers.Origin;
        return StringValues.IsNullOrEmpty(origin) || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }

    // What anybody may have: whether the server lives, and the files of the console, which hold no data.
    private static bool IsOpen(PathString path) =>
        path == "/healthz" || path == ConsolePages.SignInPath || path == "/api/v1/session" || path.StartsWithSegments(ConsolePages.FilePath);

    private static Grant? GrantOf(HttpContext context, SignIns signIns) =>
        signIns.GrantOf(context.Request.Cookies[CookieName(context)])
        ?? (!signIns.IsGuessedAt && TokenOf(context.Request.Headers.Authorization.ToString()) is { } token ? signIns.Find(token) : null);

    /// <summary>The token of a program: as bearer, or as the password of any user.</summary>
    private static string? TokenOf(string header)
    {
        const string Bearer = "Bearer ", Basic = "Basic ";
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return header[Bearer.Length..].Trim();
        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)) return null;
        Span<byte> credentials = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Basic.Length..], credentials, out int length)) return null;
        int colon = credentials[..length].IndexOf((byte)':');
        return colon < 0 ? null : Encoding.UTF8.GetString(credentials[(colon + 1)..length]);
    }

    private static Task RefuseAsync(HttpContext context)
    {
        if (ConsolePages.IsPage(context.Request.Path) && HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.Redirect($"{ConsolePages.SignInPath}?next={Uri.EscapeDataString(context.Request.Path + context.Request.QueryString)}");
            return Task.CompletedTask;
        }
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return ApiProblem.WriteAsync(context, StatusCodes.Status401Unauthorized, "unauthorized", "The server asks for its token: as 'Authorization: Bearer <token>', or sign in.");
    }
}
