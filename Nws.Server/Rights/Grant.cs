using System.Diagnostics.CodeAnalysis;
using Nws.Server.Engine;
using Nws.Wire;

namespace Nws.Server.Rights;

/// <summary>
/// What a client may do who has shown a token. When the token comes to allow more, so does the grant; when it comes to allow less, or is none any more, the grant ends, and with it all that was begun with it.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A cancellation source without timer or link holds nothing that needs disposing.")]
internal sealed class Grant(NwsToken token)
{
    private readonly CancellationTokenSource _end = new();
    private volatile Scope _scope = new(token);

    /// <summary>Cancelled when it ends.</summary>
    public CancellationToken Ended => _end.Token;

    public bool HasEnded => _end.IsCancellationRequested;

    /// <summary>Why it ended, once it has.</summary>
    public Outcome.Failed? Farewell { get; private set; }

    /// <summary>Whether it is for all workspaces.</summary>
    public bool IsForAll => _scope.IsForAll;

    public bool MayWrite => _scope.Token.Right >= NwsRight.Write;

    public bool MayRead(string workspace) => _scope.Fits(workspace);

    /// <summary>From now on it allows what the token does; false, and nothing has changed, if it allowed more. A pattern of workspaces counts as gone unless it is there as it was.</summary>
    public bool TryWiden(NwsToken wider)
    {
        if (wider.Right < _scope.Token.Right || !(wider.Workspaces.Contains("*") || _scope.Token.Workspaces.All(wider.Workspaces.Contains))) return false;
        _scope = new Scope(wider);
        return true;
    }

    /// <summary>It allows nothing any more; connections and calls that have it end.</summary>
    /// <param name="isKnown">Whether there is still such a token, which allows less.</param>
    public void End(bool isKnown)
    {
        Farewell = isKnown
            ? Denied($"The token '{_scope.Token.Name}' allows less now than when the connection began: connect again.")
            : new Outcome.Failed(ErrorCode.Unauthorized, $"The token '{_scope.Token.Name}' is not one of the server's any more.");
        _end.Cancel();
    }

    /// <summary>Refuses what takes a right in a workspace that the token does not give; null: it gives it.</summary>
    public Outcome.Failed? Refuse(NwsRight needed, string workspace)
    {
        var scope = _scope;
        var token = scope.Token;
        if (!scope.Fits(workspace)) return Denied($"The token '{token.Name}' is not for the workspace '{workspace}', but for {string.Join(", ", token.Workspaces)}.");
        return token.Right >= needed ? null : Denied($"The token '{token.Name}' may not write in the workspace '{workspace}': its right is read.");
    }

    /// <summary>Refuses what concerns the server as a whole, unless the token has the right admin.</summary>
    /// <param name="what">What was asked for.</param>
    public Outcome.Failed? RefuseToAdministrate(string what) => _scope.Token is { Right: not NwsRight.Admin } token
        ? Denied($"The token '{token.Name}' may not {what}: that takes the right admin, and its right is {token.Right.ToString().ToLowerInvariant()}.")
        : null;

    /// <summary>Refuses to show what is of all workspaces, unless the token is for them.</summary>
    /// <param name="what">What was asked for.</param>
    public Outcome.Failed? RefuseToShow(string what) => _scope is { IsForAll: false, Token: var token }
        ? Denied($"The token '{token.Name}' may not see {what}: it is for {string.Join(", ", token.Workspaces)} only.")
        : null;

    private static Outcome.Failed Denied(string message) => new(ErrorCode.Denied, message);

    private sealed class Scope(NwsToken token)
    {
        private readonly NamePattern[] _workspaces = [.. token.Workspaces.Select(pattern => new NamePattern(pattern))];

        public NwsToken Token => token;

        public bool IsForAll { get; } = token.Workspaces.Contains("*");

        public bool Fits(string workspace) => Array.Exists(_workspaces, pattern => pattern.Fits(workspace));
    }
}
