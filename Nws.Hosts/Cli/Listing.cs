using Nws.Hosts.Repl.Rendering;

namespace Nws.Hosts.Cli;

/// <summary>A table to be printed: for people, or as JSON.</summary>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Rows">Text, numbers and truth values, one per column.</param>
internal sealed record Listing(IReadOnlyList<string> Columns, IReadOnlyList<object[]> Rows)
{
    /// <summary>Prints a list of maps.</summary>
    public void PrintJson() => Console.Out.WriteLine(NwsValue
        .From(Rows.Select(row => Columns.Zip(row).ToDictionary(cell => cell.First, cell => cell.Second)).ToList())
        .Render(NwsNotation.Json, RenderLimits.None));

    /// <summary>Prints columns under their names; nothing is cut or folded, so that the lines can be searched.</summary>
    public void Print() => Console.Out.WriteLine(new TextTable([.. Columns.Select(name => name.ToUpperInvariant())], Rows) { Gap = " " }.Render(width: 0));
}
