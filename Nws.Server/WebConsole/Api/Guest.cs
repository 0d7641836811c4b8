using Microsoft.AspNetCore.Http;
using Nws.Server.Engine;

namespace Nws.Server.WebConsole;

/// <summary>What calls have in common that act in a workspace.</summary>
internal static class Guest
{
    /// <summary>What the session of a call is called in lists.</summary>
    public static string Label(HttpContext context) => $"{context.Connection.RemoteIpAddress}:{context.Connection.RemotePort} (web)";

    /// <summary>A session for the caller, who may do in it what it may do.</summary>
    public static Task<GuestSession> OpenAsync(this EngineAccess engine, HttpContext context) => engine.OpenAsync(Label(context), Visitors.GrantOf(context));

    /// <summary>A session that has the workspace open.</summary>
    public static async Task<GuestSession> EnterAsync(this EngineAccess engine, HttpContext context, string workspace, bool create)
    {
        var session = await engine.OpenAsync(context).ConfigureAwait(false);
        try
        {
            await session.AskAsync((asking, request) => new UseWorkspace(asking, request, workspace, create), context.RequestAborted).ConfigureAwait(false);
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        return session;
    }
}
