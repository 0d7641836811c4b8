namespace Nws.Server.Engine;

/// <summary>Where an iteration stands: the last value seen, by its variable's id and its index.</summary>
/// <param name="Id">The variable's id; 0 = from the beginning, whatever the index.</param>
/// <param name="Index">Index of the last value seen.</param>
internal readonly record struct Cursor(long Id, long Index)
{
    public static readonly Cursor Beginning = new(0, -1);
}
