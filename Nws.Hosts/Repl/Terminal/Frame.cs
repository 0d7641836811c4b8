namespace Nws.Hosts.Repl.Terminal;

/// <summary>A piece of a row that looks the same all along.</summary>
/// <param name="Text">The text.</param>
/// <param name="Style">How it looks: the parameters of the sequence that sets it, such as <c>1;34</c>; empty for plain.</param>
internal readonly record struct Span(string Text, string Style);

/// <summary>What the editor shows: rows that fit the terminal, and where the cursor stands.</summary>
/// <param name="Rows">The rows, each no wider than the terminal.</param>
/// <param name="CursorRow">The row of the cursor, from 0.</param>
/// <param name="CursorColumn">The column of the cursor, from 0.</param>
internal sealed record Frame(IReadOnlyList<IReadOnlyList<Span>> Rows, int CursorRow, int CursorColumn)
{
    /// <summary>The text of a row, as one sees it.</summary>
    internal string TextOf(int row) => string.Concat(Rows[row].Select(span => span.Text));

    /// <summary>How many columns a row takes.</summary>
    internal int WidthOf(int row) => Rendering.CellWidth.Of(TextOf(row));

    /// <summary>The same without the rows that a terminal of that height has no room for; those around the cursor stay.</summary>
    internal Frame Within(int height)
    {
        if (height <= 0 || Rows.Count <= height) return this;
        int first = Math.Clamp(CursorRow - height + 1, 0, Rows.Count - height);
        return new Frame([.. Rows.Skip(first).Take(height)], CursorRow - first, CursorColumn);
    }
}
