using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Nws.Server.WebConsole;

/// <summary>
/// Lets in only who may see the console: with a token, by HTTP Basic (any user name, the token as password); on a loopback server, only requests that name a
/// loopback host, so that a foreign page cannot reach it through a rebound name.
/// </summary>
internal sealed class ConsoleGuard(NwsServerOptions options)
{
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        if (IPAddress.IsLoopback(options.Address) && !NamesLoopback(context.Request.Host.Host)) return RefuseAsync(context, StatusCodes.Status421MisdirectedRequest);
        if (options.Token is { } token && !Knows(context.Request, token))
        {
            headers.WWWAuthenticate = "Basic realm=\"Nws: any user name, the server's token as password\", charset=\"UTF-8\"";
            return RefuseAsync(context, StatusCodes.Status401Unauthorized);
        }
        return next(context);
    }

    private static bool NamesLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool Knows(HttpRequest request, string token)
    {
        const string Scheme = "Basic ";
        string header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return false;
        Span<byte> credentials = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Scheme.Length..], credentials, out int length)) return false;
        int colon = credentials[..length].IndexOf((byte)':');
        return colon >= 0 && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(credentials[(colon + 1)..length]), SHA256.HashData(Encoding.UTF8.GetBytes(token)));
    }

    private static Task RefuseAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
