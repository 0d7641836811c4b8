using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Nws.Hosts.Repl.Rendering;

namespace Nws.Hosts.Tests.Repl;

/// <summary>A terminal as far as a prompt needs one: it takes what is written and tells what stands in its cells. It does not scroll.</summary>
internal sealed class TerminalModel(int width)
{
    private static readonly Regex Sequence = new(@"\G\u001b\[(?<parameters>[?\d;]*)(?<final>[A-Za-z])");

    private readonly List<string[]> _rows = [];
    private bool _full;

    internal int Row { get; private set; }

    internal int Column { get; private set; }

    /// <summary>The rows as one sees them, without the empty ones at the end.</summary>
    internal string Text => string.Join('\n', _rows.Select(row => string.Concat(row).TrimEnd())).TrimEnd('\n');

    internal void Write(string text)
    {
        for (int at = 0; at < text.Length;)
        {
            Match sequence = Sequence.Match(text, at);
            string element = sequence.Success ? sequence.Value : text[at] < ' ' ? text[at].ToString() : StringInfo.GetNextTextElement(text, at);
            if (sequence.Success) Obey(sequence.Groups["final"].Value[0], sequence.Groups["parameters"].Value);
            else Put(element);
            at += element.Length;
        }
    }

    private void Put(string element)
    {
        if (element == "\r") (Column, _full) = (0, false);
        else if (element == "\n") (Row, _full) = (Row + 1, false);
        else
        {
            int cells = CellWidth.OfElement(element);
            if (_full || Column + cells > width) (Row, Column, _full) = (Row + 1, 0, false);
            string[] row = RowAt(Row);
            row[Column] = element;
            if (cells == 2) row[Column + 1] = "";
            _full = Column + cells == width;
            Column = Math.Min(Column + cells, width - 1);
        }
    }

    private void Obey(char final, string parameters)
    {
        int count = int.TryParse(parameters, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 1;
        _full = final == 'm' && _full;
        switch (final)
        {
            case 'A':
                Row = Math.Max(0, Row - count);
                break;
            case 'B':
                Row += count;
                break;
            case 'C':
                Column = Math.Min(width - 1, Column + count);
                break;
            case 'J':
                Array.Fill(RowAt(Row), " ", Column, width - Column);
                _rows.RemoveRange(Row + 1, _rows.Count - Row - 1);
                break;
        }
    }

    private string[] RowAt(int row)
    {
        while (_rows.Count <= row) _rows.Add([.. Enumerable.Repeat(" ", width)]);
        return _rows[row];
    }
}
