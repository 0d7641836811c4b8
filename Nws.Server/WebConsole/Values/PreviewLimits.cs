namespace Nws.Server.WebConsole;

/// <summary>How much of a value is read to be shown.</summary>
/// <param name="Items">Elements of each container.</param>
/// <param name="TextBytes">Bytes of each text and byte string.</param>
/// <param name="Elements">Elements of all containers together.</param>
internal sealed record PreviewLimits(int Items, int TextBytes, int Elements)
{
    /// <summary>For a row of a list.</summary>
    public static readonly PreviewLimits Row = new(30, 400, 100);

    /// <summary>For a page of its own.</summary>
    public static readonly PreviewLimits Whole = new(500, 100_000, 5_000);

    public RenderLimits Rendering => new() { Depth = 12, Items = Items, TextLength = TextBytes, TotalLength = 4 * TextBytes };
}
