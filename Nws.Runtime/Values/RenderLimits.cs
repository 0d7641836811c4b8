namespace Nws;

/// <summary>
/// How much of a value is written as text. What is left out is replaced by <c>…</c> and, where it is known, by how much it was:
/// <c>[1, 2, … 998 more]</c>. The work done is bounded as well: a value of a gigabyte is rendered as fast as a small one.
/// </summary>
public sealed record RenderLimits
{
    /// <summary>The limits used if none are given: 8 levels, 100 items, 1,000 characters of a text, 10,000 characters in all.</summary>
    public static RenderLimits Default { get; } = new();

    /// <summary>No limits: the whole value, however large.</summary>
    public static RenderLimits None { get; } =
        new() { Depth = int.MaxValue, Items = int.MaxValue, TextLength = int.MaxValue, TotalLength = int.MaxValue };

    /// <summary>How many containers inside each other show their content; default 8.</summary>
    public int Depth { get; init; } = 8;

    /// <summary>How many elements of each container are written; default 100.</summary>
    public int Items { get; init; } = 100;

    /// <summary>How many characters of each text, bytes of each byte string and digits of each number are written; default 1,000.</summary>
    public int TextLength { get; init; } = 1_000;

    /// <summary>How many characters are written in all; default 10,000.</summary>
    public int TotalLength { get; init; } = 10_000;

    /// <summary>Enough to recognise a value in an error message.</summary>
    internal static RenderLimits Glance { get; } = new() { Depth = 2, Items = 4, TextLength = 40, TotalLength = 100 };
}
