using System.Globalization;
using Spectre.Console;

namespace Nws.Hosts.Cli;

/// <summary>A table to be printed: for people, or as JSON.</summary>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Rows">Text, numbers and truth values, one per column.</param>
internal sealed record Listing(IReadOnlyList<string> Columns, IReadOnlyList<object[]> Rows)
{
    private const int NoLimit = 100_000;

    /// <summary>Prints a list of maps.</summary>
    public void PrintJson() => Console.Out.WriteLine(NwsValue
        .From(Rows.Select(row => Columns.Zip(row).ToDictionary(cell => cell.First, cell => cell.Second)).ToList())
        .Render(NwsNotation.Json, RenderLimits.None));

    /// <summary>Prints columns under their names; nothing is cut or folded, so that the lines can be searched.</summary>
    public void Print()
    {
        var table = new Table().NoBorder();
        foreach (var (index, name) in Columns.Index())
        {
            var alignment = Rows.Any(row => row[index] is int or long) ? Justify.Right : Justify.Left;
            table.AddColumn(new TableColumn(new Text(name.ToUpperInvariant())) { Alignment = alignment, NoWrap = true });
        }
        foreach (object[] row in Rows) table.AddRow(row.Select(cell => new Text(Show(cell))));
        AnsiConsole.Profile.Width = NoLimit;
        AnsiConsole.Write(table);
    }

    private static string Show(object cell) => cell switch
    {
        bool truth => truth ? "yes" : "no",
        // A name must not steer the terminal.
        string text => string.Concat(text.Select(letter => char.IsControl(letter) ? '\uFFFD' : letter)),
        _ => string.Create(CultureInfo.InvariantCulture, $"{cell}"),
    };
}
