using System.Globalization;
using System.Text;

namespace Nws.Hosts.Repl.Rendering;

/// <summary>Rows of texts, written in columns that fit a width.</summary>
/// <param name="Headings">Names of the columns.</param>
/// <param name="Rows">The cells, one per column.</param>
internal sealed record TextTable(IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    private const int Narrowest = 6;

    /// <summary>What stands between columns. Default: two blanks.</summary>
    internal string Gap { get; init; } = "  ";

    /// <summary>Writes the table: numbers to the right, and the widest columns cut if the line would be too long.</summary>
    /// <param name="width">Columns of the terminal; 0 for any number.</param>
    internal string Render(int width)
    {
        string[][] cells = [.. Rows.Select(row => row.Select(Text).ToArray())];
        int[] widths = [.. Headings.Select((heading, column) => cells.Select(row => CellWidth.Of(row[column])).Append(CellWidth.Of(heading)).Max())];
        if (width > 0) Shrink(widths, width - Gap.Length * (widths.Length - 1));
        bool[] right = [.. Headings.Select((_, column) => Rows.Count > 0 && Rows.All(row => row[column] is int or long or double))];
        var text = new StringBuilder();
        foreach (string[] row in cells.Prepend([.. Headings]))
        {
            text.AppendLine(string.Join(Gap, row.Select((cell, column) => Fit(cell, widths[column], right[column]))).TrimEnd());
        }
        return text.ToString().TrimEnd('\n');
    }

    /// <summary>Cuts or fills a text to a width.</summary>
    internal static string Fit(string text, int width, bool right = false)
    {
        int own = CellWidth.Of(text);
        if (own > width) return Cut(text, width);
        string space = new(' ', width - own);
        return right ? space + text : text + space;
    }

    /// <summary>Takes so much of a text as a width has room for, with a mark at its end.</summary>
    private static string Cut(string text, int width)
    {
        var kept = new StringBuilder();
        int used = 0;
        foreach (string element in CellWidth.Elements(text))
        {
            used += CellWidth.OfElement(element);
            if (used > width - 1) break;
            kept.Append(element);
        }
        return Fit(kept.Append('…').ToString(), width);
    }

    private static void Shrink(int[] widths, int room)
    {
        while (widths.Sum() > room && widths.Max() > Narrowest) widths[Array.IndexOf(widths, widths.Max())]--;
    }

    private static string Text(object? cell) => cell switch
    {
        bool truth => truth ? "yes" : "no",
        // A name must not steer the terminal.
        string text => string.Concat(text.Select(letter => char.IsControl(letter) ? '\uFFFD' : letter)),
        _ => string.Create(CultureInfo.InvariantCulture, $"{cell}"),
    };
}
