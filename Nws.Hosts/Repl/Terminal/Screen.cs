using System.Globalization;
using System.Text;

namespace Nws.Hosts.Repl.Terminal;

/// <summary>Puts frames and text on a terminal. The frame stands below all text; text that comes goes above it.</summary>
/// <param name="write">Writes to the terminal.</param>
/// <param name="colours">Whether styles are shown.</param>
internal sealed class Screen(Action<string> write, bool colours)
{
    private readonly Lock _gate = new();
    private Frame? _frame;
    private bool _atLineStart = true;

    /// <summary>Draws a frame in the place of the one that is there.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="width">Columns of the terminal, which may have changed.</param>
    internal void Draw(Frame frame, int width)
    {
        lock (_gate)
        {
            string start = _frame is null && !_atLineStart ? "\r\n" : Erase(width);
            _atLineStart = true;
            _frame = frame;
            write($"\u001b[?25l{start}{Text(frame)}{CursorFromEnd(frame)}\u001b[?25h");
        }
    }

    /// <summary>Leaves the frame as it is, as a part of the text above.</summary>
    /// <param name="mark">What is put behind its end.</param>
    internal void Keep(string mark = "")
    {
        lock (_gate)
        {
            if (_frame is null) return;
            int below = _frame.Rows.Count - 1 - _frame.CursorRow;
            string toEnd = mark.Length > 0 ? $"\r{Move(_frame.WidthOf(_frame.Rows.Count - 1), 'C')}{mark}" : "";
            write($"{Move(below, 'B')}{toEnd}\r\n");
            _frame = null;
        }
    }

    /// <summary>Writes text above the frame, or behind the text that is there.</summary>
    /// <param name="text">The text, whose line ends may be those of Unix.</param>
    /// <param name="style">How it looks.</param>
    /// <param name="width">Columns of the terminal.</param>
    internal void Print(string text, string style, int width)
    {
        if (text.Length == 0) return;
        string lines = text.Replace("\r\n", "\n").Replace("\n", "\r\n");
        lock (_gate)
        {
            string styled = style.Length > 0 && colours ? $"\u001b[{style}m{lines}\u001b[0m" : lines;
            if (_frame is null)
            {
                write(styled);
                _atLineStart = text.EndsWith('\n');
                return;
            }
            string end = text.EndsWith('\n') ? "" : "\r\n";
            write($"{Erase(width)}{styled}{end}{Text(_frame)}{CursorFromEnd(_frame)}");
        }
    }

    /// <summary>Whole lines of text, which begin on a line of their own.</summary>
    internal void PrintLines(string text, string style, int width)
    {
        lock (_gate)
        {
            if (_frame is null && !_atLineStart) Print("\n", "", width);
            Print(text + "\n", style, width);
        }
    }

    /// <summary>Empties the terminal; the frame comes to its top.</summary>
    internal void Clear()
    {
        lock (_gate) write($"\u001b[H\u001b[2J{(_frame is null ? "" : Text(_frame) + CursorFromEnd(_frame))}");
    }

    /// <summary>Goes to the beginning of the frame and erases it. A terminal that has become narrower has wrapped its rows.</summary>
    private string Erase(int width)
    {
        if (_frame is null) return "";
        int up = _frame.CursorColumn / Math.Max(1, width);
        for (int row = 0; row < _frame.CursorRow; row++) up += Math.Max(1, (_frame.WidthOf(row) + width - 1) / Math.Max(1, width));
        return $"\r{Move(up, 'A')}\u001b[J";
    }

    private string Text(Frame frame) => string.Join("\r\n", frame.Rows.Select(row => string.Concat(row.Select(Styled))));

    private string Styled(Span span) => span.Style.Length > 0 && colours ? $"\u001b[{span.Style}m{span.Text}\u001b[0m" : span.Text;

    private static string CursorFromEnd(Frame frame) => $"\r{Move(frame.Rows.Count - 1 - frame.CursorRow, 'A')}{Move(frame.CursorColumn, 'C')}";

    private static string Move(int count, char direction) => count <= 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"\u001b[{count}{direction}");
}
