namespace Nws.Server.Engine;

/// <summary>
/// A workspace as one session sees it: <paramref name="Mine"/> if that session is the owner. <paramref name="Owner"/> is empty without
/// one; <paramref name="Names"/>, those of the variables, sorted, is null unless asked for.
/// </summary>
internal sealed record WorkspaceInfo(
    string Name, bool Mine, string Owner, bool Persistent, int Variables, IReadOnlyList<string>? Names = null);
