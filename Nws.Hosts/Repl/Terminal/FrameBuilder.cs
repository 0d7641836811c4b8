using System.Text;
using Nws.Hosts.Repl.Rendering;

namespace Nws.Hosts.Repl.Terminal;

/// <summary>Lays text out in rows of a terminal: wraps where a row is full, never in the middle of a character.</summary>
internal sealed class FrameBuilder(int width)
{
    private const int TabSize = 4;

    private readonly List<List<Span>> _rows = [[]];
    private readonly StringBuilder _piece = new();
    private string _style = "";
    private int _column;
    private (int Row, int Column)? _cursor;

    /// <summary>Adds text of one line in one style.</summary>
    internal FrameBuilder Add(string text, string style)
    {
        foreach (string element in CellWidth.Elements(text)) AddElement(element, style);
        return this;
    }

    /// <summary>Adds one character with what combines with it.</summary>
    internal void AddElement(string element, string style)
    {
        string shown = Shown(element);
        int cells = CellWidth.Of(shown);
        if (_column + cells > width) NewRow();
        if (style != _style) Close(style);
        _piece.Append(shown);
        _column += cells;
    }

    /// <summary>Begins another row.</summary>
    internal void NewRow()
    {
        Close(_style);
        _rows.Add([]);
        _column = 0;
    }

    /// <summary>Puts the cursor where the next character comes.</summary>
    internal void PlaceCursor()
    {
        // Behind a full row the cursor would stand on its last character.
        if (_column >= width) NewRow();
        _cursor = (_rows.Count - 1, _column);
    }

    internal Frame Build()
    {
        Close("");
        (int row, int column) = _cursor ?? (_rows.Count - 1, Math.Min(_column, width - 1));
        return new Frame(_rows, row, column);
    }

    private void Close(string next)
    {
        if (_piece.Length > 0) _rows[^1].Add(new Span(_piece.ToString(), _style));
        _piece.Clear();
        _style = next;
    }

    private string Shown(string element) => element switch
    {
        "\t" => new string(' ', TabSize - _column % TabSize),
        // What would steer the terminal is shown by its letter.
        [var only] when char.IsControl(only) => only < ' ' ? $"^{(char)(only + '@')}" : "^?",
        _ => CellWidth.OfElement(element) == 0 ? "\uFFFD" : element,
    };
}
