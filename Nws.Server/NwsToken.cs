namespace Nws.Server;

/// <summary>What clients may show to be let in, and what it allows them.</summary>
/// <param name="Name">What it is called in errors; it is no secret. Unique among the tokens of a server.</param>
/// <param name="Secret">What clients say.</param>
/// <param name="Right">What it allows.</param>
public sealed record NwsToken(string Name, string Secret, NwsRight Right)
{
    /// <summary>
    /// For which workspaces: patterns of names, in which <c>*</c> stands for any characters and <c>?</c> for one. Default: <c>*</c>, all of them; so it is for <see cref="NwsRight.Admin"/>.
    /// </summary>
    public IReadOnlyList<string> Workspaces { get; init; } = ["*"];

    /// <summary>The token without its secret.</summary>
    public override string ToString() => $"token '{Name}', {Right.ToString().ToLowerInvariant()}, for {string.Join(", ", Workspaces)}";

    internal IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(Name)) yield return "A token has no name.";
        if (string.IsNullOrEmpty(Secret)) yield return $"The token '{Name}' has no secret.";
        if (!Enum.IsDefined(Right)) yield return $"The right {Right} of the token '{Name}' is neither read, write nor admin.";
        if (Workspaces.Count == 0 || Workspaces.Any(string.IsNullOrEmpty)) yield return $"The token '{Name}' is for no workspace; '*' stands for all.";
        else if (Right == NwsRight.Admin && !Workspaces.Contains("*")) yield return $"The token '{Name}' has the right admin, which is over the whole server; give it read or write, or all workspaces ('*').";
    }
}

/// <summary>What a token allows; each right includes those before it.</summary>
public enum NwsRight
{
    /// <summary>To look at values without taking them, to list and to watch; not to make a workspace, and not to own one.</summary>
    Read,

    /// <summary>To do whatever changes workspaces and what is in them: store, fetch, declare, delete, own.</summary>
    Write,

    /// <summary>To do what concerns the server as a whole as well: copy and check its data file, run expressions in the web console.</summary>
    Admin,
}
