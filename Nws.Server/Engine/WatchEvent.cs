namespace Nws.Server.Engine;

/// <summary>Something that happened to a variable.</summary>
/// <param name="Kind">What, see <see cref="Change"/>.</param>
/// <param name="Variable">The variable's name.</param>
/// <param name="Id">The variable's id.</param>
/// <param name="Index">Index of the value; -1: it is about the variable.</param>
internal readonly record struct WatchEvent(string Kind, string Variable, long Id, long Index);

/// <summary>The kinds of changes, as they are called on the wire.</summary>
internal static class Change
{
    public const string Made = "made";
    public const string Stored = "stored";
    public const string Fetched = "fetched";
    public const string Returned = "returned";
    public const string Buried = "buried";
    public const string Dropped = "dropped";
    public const string Deleted = "deleted";
}
