using System.Runtime.CompilerServices;
using System.Text;

namespace Nws.Hosts.Cli.Each;

/// <summary>Rows of a table whose cells are separated by a character, as RFC 4180 has it: a cell in quotes may hold anything, quotes doubled.</summary>
internal static class CsvReader
{
    /// <summary>Reads row after row; empty lines are none.</summary>
    /// <param name="text">The table.</param>
    /// <param name="separator">What stands between cells.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="FormatException">A quote is not closed, or text stands behind one; the message says in which line.</exception>
    public static async IAsyncEnumerable<string[]> ReadAsync(TextReader text, char separator, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        int line = 0;
        while (await text.ReadLineAsync(cancellation) is { } first)
        {
            int start = ++line;
            var row = new Row(separator);
            string? next = first;
            while (!row.Add(next, line))
            {
                next = await text.ReadLineAsync(cancellation) ?? throw new FormatException($"The quote that opens in line {start} is not closed.");
                line++;
            }
            if (first.Length > 0) yield return row.Cells;
        }
    }

    /// <summary>A row while it is being read, of one line or, if quotes hold line ends, of several.</summary>
    private sealed class Row(char separator)
    {
        private readonly List<string> _cells = [];
        private readonly StringBuilder _cell = new();
        private bool _isQuoted;
        private bool _wasQuoted;

        public string[] Cells => [.. _cells];

        /// <returns>Whether the row is complete.</returns>
        public bool Add(string text, int line)
        {
            for (int i = 0; i < text.Length; i++)
            {
                char c = text[i];
                if (_isQuoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"') _cell.Append(text[i++]);
                else if (c == '"' && _isQuoted) _isQuoted = false;
                else if (_isQuoted) _cell.Append(c);
                else if (c == '"' && _cell.Length == 0 && !_wasQuoted) _isQuoted = _wasQuoted = true;
                else if (c == separator) EndCell();
                else if (_wasQuoted) throw new FormatException($"In line {line}, text stands behind a closing quote.");
                else _cell.Append(c);
            }
            if (_isQuoted) _cell.Append('\n');
            else EndCell();
            return !_isQuoted;
        }

        private void EndCell()
        {
            _cells.Add(_cell.ToString());
            _cell.Clear();
            _wasQuoted = false;
        }
    }
}
