using Microsoft.AspNetCore.Http;

namespace Nws.Server.WebConsole;

/// <summary>Signing in with the token, and out.</summary>
/// <param name="signIns">Who has signed in; null: there is no token, and everybody is in.</param>
internal sealed class SessionCalls(SignIns? signIns)
{
    private sealed record Credentials(string? Token);

    public void AddTo(ApiRouter router)
    {
        router.Get("/session", ShowAsync);
        router.Post("/session", SignInAsync);
        router.Delete("/session", SignOutAsync);
    }

    private Task ShowAsync(HttpContext context) =>
        ApiJson.WriteAsync(context, new { required = signIns is not null, signedIn = signIns is null || signIns.IsSignedIn(context.Request.Cookies[ConsoleGuard.CookieName(context)]) });

    private async Task SignInAsync(HttpContext context)
    {
        var given = await ApiJson.ReadAsync<Credentials>(context).ConfigureAwait(false);
        if (signIns is not null)
        {
            if (signIns.IsGuessedAt) throw new ApiProblemException(StatusCodes.Status429TooManyRequests, "too_many", "Too many wrong tokens were given. Try again in ten seconds.");
            string key = signIns.TrySignIn(given.Token ?? "") ?? throw new ApiProblemException(StatusCodes.Status401Unauthorized, "unauthorized", "That is not the server's token.");
            context.Response.Cookies.Append(ConsoleGuard.CookieName(context), key, Cookie(context));
        }
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private Task SignOutAsync(HttpContext context)
    {
        signIns?.SignOut(context.Request.Cookies[ConsoleGuard.CookieName(context)]);
        context.Response.Cookies.Delete(ConsoleGuard.CookieName(context), Cookie(context));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static CookieOptions Cookie(HttpContext context) => new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, Path = "/" };
}
