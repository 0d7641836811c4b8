using Nws.Values;

namespace Nws.Server.WebConsole;

/// <summary>A value as a table of texts: a numeric array of one or two dimensions, a list of like maps or of like lists, a map of columns.</summary>
/// <param name="Columns">What stands above the columns.</param>
/// <param name="Rows">The cells, row by row.</param>
internal sealed record Grid(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    private const int MaxColumns = 50;
    private static readonly RenderLimits CellLimits = new() { Depth = 2, Items = 10, TextLength = 100, TotalLength = 200 };

    /// <returns>Null if the value is no table.</returns>
    public static Grid? Of(NwsValue value, NwsNotation notation) => value.Content switch
    {
        NwsNumericArray array => OfArray(array, notation),
        NwsValue[] { Length: > 0 } rows when rows.All(row => row.Content is ValueMap { HasTextKeys: true, Count: > 0 }) => OfMaps(rows, notation),
        NwsValue[] { Length: > 0 } rows when rows.All(row => row.Kind is NwsValueKind.List or NwsValueKind.Tuple) => OfLists(rows, notation),
        ValueMap { HasTextKeys: true, Count: > 0 } map when map.Values.All(IsColumn) => OfColumns(map, notation),
        _ => null,
    };

    private static Grid? OfArray(NwsNumericArray array, NwsNotation notation)
    {
        if (array.Shape.Length is not (1 or 2)) return null;
        int columns = array.Shape.Length == 2 ? array.Shape[1] : 1;
        int shown = Math.Min(columns, MaxColumns);
        var rows = Enumerable.Range(0, array.Shape[0]).Select(row => (IReadOnlyList<string>)[.. Enumerable.Range(0, shown).Select(column => Cell(array[(row * columns) + column], notation))]);
        return new Grid(array.Shape.Length == 2 ? Numbered(shown) : ["value"], [.. rows]);
    }

    private static Grid OfMaps(NwsValue[] rows, NwsNotation notation)
    {
        var keys = rows.SelectMany(row => ((ValueMap)row.Content!).Keys.Keys).Distinct().Take(MaxColumns).ToArray();
        return new Grid([.. keys.Select(key => (string)key.Content!)], [.. rows.Select(row => (IReadOnlyList<string>)[.. keys.Select(key => row.TryGetValue(key, out var cell) ? Cell(cell, notation) : "")])]);
    }

    private static Grid OfLists(NwsValue[] rows, NwsNotation notation)
    {
        int columns = Math.Min(rows.Max(row => row.Count), MaxColumns);
        return new Grid(Numbered(columns), [.. rows.Select(row => (IReadOnlyList<string>)[.. row.Items.Take(columns).Select(cell => Cell(cell, notation))])]);
    }

    private static Grid OfColumns(ValueMap map, NwsNotation notation)
    {
        int columns = Math.Min(map.Count, MaxColumns);
        var rows = Enumerable.Range(0, map.Values[0].Count).Select(row => (IReadOnlyList<string>)[.. map.Values.Take(columns).Select(column => row < column.Count ? Cell(column[row], notation) : "")]);
        return new Grid([.. map.Keys.Keys.Take(columns).Select(key => (string)key.Content!)], [.. rows]);
    }

    private static bool IsColumn(NwsValue value) => value.Content is NwsValue[] { Length: > 0 } || value.Content is NwsNumericArray { Shape.Length: 1, Length: > 0 };

    private static string[] Numbered(int columns) => [.. Enumerable.Range(0, columns).Select(column => $"{column}")];

    private static string Cell(object? content, NwsNotation notation) =>
        content is string text ? text : content is NwsValue { Content: string inner, Kind: NwsValueKind.Text } ? inner : NwsValue.From(content).Render(notation, CellLimits);
}
