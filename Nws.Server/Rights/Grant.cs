using Nws.Server.Engine;
using Nws.Wire;

namespace Nws.Server.Rights;

/// <summary>What a client may do who has shown a token.</summary>
internal sealed class Grant(NwsToken token)
{
    private readonly NamePattern[] _workspaces = [.. token.Workspaces.Select(pattern => new NamePattern(pattern))];

    /// <summary>Whether it is for all workspaces.</summary>
    public bool IsForAll => token.Workspaces.Contains("*");

    public bool MayWrite => token.Right >= NwsRight.Write;

    public bool MayRead(string workspace) => Array.Exists(_workspaces, pattern => pattern.Fits(workspace));

    /// <summary>Refuses what takes a right in a workspace that the token does not give; null: it gives it.</summary>
    public Outcome.Failed? Refuse(NwsRight needed, string workspace)
    {
        if (!MayRead(workspace)) return Denied($"The token '{token.Name}' is not for the workspace '{workspace}', but for {string.Join(", ", token.Workspaces)}.");
        return token.Right >= needed ? null : Denied($"The token '{token.Name}' may not write in the workspace '{workspace}': its right is read.");
    }

    /// <summary>Refuses what concerns the server as a whole, unless the token has the right admin.</summary>
    /// <param name="what">What was asked for.</param>
    public Outcome.Failed? RefuseToAdministrate(string what) => token.Right == NwsRight.Admin
        ? null
        : Denied($"The token '{token.Name}' may not {what}: that takes the right admin, and its right is {token.Right.ToString().ToLowerInvariant()}.");

    /// <summary>Refuses to show what is of all workspaces, unless the token is for them.</summary>
    /// <param name="what">What was asked for.</param>
    public Outcome.Failed? RefuseToShow(string what) => IsForAll ? null : Denied($"The token '{token.Name}' may not see {what}: it is for {string.Join(", ", token.Workspaces)} only.");

    private static Outcome.Failed Denied(string message) => new(ErrorCode.Denied, message);
}
