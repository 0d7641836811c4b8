using Microsoft.AspNetCore.Http;
using Nws.Server.Engine;
using Nws.Server.Rights;

namespace Nws.Server.WebConsole;

/// <summary>What whoever makes a call may do. Nobody is asked where the server has no tokens.</summary>
internal static class Visitors
{
    private static readonly object Key = new();

    /// <summary>Notes what the caller may do.</summary>
    public static void Admit(HttpContext context, Grant? grant) => context.Items[Key] = grant;

    /// <summary>What the caller may do; null: everything.</summary>
    public static Grant? GrantOf(HttpContext context) => context.Items[Key] as Grant;

    /// <summary>Which workspaces the caller may see; null: all.</summary>
    public static Predicate<string>? VisibleTo(HttpContext context) => GrantOf(context) is { IsForAll: false } grant ? grant.MayRead : null;

    /// <summary>The caller must have a right in a workspace.</summary>
    /// <exception cref="ApiProblemException">It has not.</exception>
    public static void Demand(HttpContext context, NwsRight right, string workspace) => Throw(GrantOf(context)?.Refuse(right, workspace));

    /// <summary>The caller must have the right admin.</summary>
    /// <exception cref="ApiProblemException">It has not.</exception>
    public static void DemandAdmin(HttpContext context, string what) => Throw(GrantOf(context)?.RefuseToAdministrate(what));

    /// <summary>The caller must be allowed to see all workspaces.</summary>
    /// <exception cref="ApiProblemException">It is not.</exception>
    public static void DemandAll(HttpContext context, string what) => Throw(GrantOf(context)?.RefuseToShow(what));

    private static void Throw(Outcome.Failed? refusal)
    {
        if (refusal is not null) throw ApiProblemException.Of(refusal);
    }
}
