using System.Text;

namespace Nws.Hosts.Repl.Rendering;

/// <summary>Shows a numeric array: its type and shape, and as many of its numbers as there is room for.</summary>
internal static class ArrayView
{
    private const int FewNumbers = 12;

    internal static string Render(NwsValue value, NwsNotation notation, int width, int rows)
    {
        NwsNumericArray array = value.To<NwsNumericArray>();
        var text = new StringBuilder($"{array.ElementType.ToString().ToLowerInvariant()}[{string.Join(" x ", array.Shape)}]");
        int columns = array.Shape.Length < 2 ? array.Length : array.Shape[^1];
        int count = columns == 0 ? 0 : array.Length / columns;
        for (int row = 0; row < Math.Min(count, rows); row++) text.Append('\n').Append(TextTable.Fit(Row(array, row * columns, columns, notation), width).TrimEnd());
        if (count > rows) text.Append($"\n  … {count - rows} more rows");
        return text.ToString();
    }

    private static string Row(NwsNumericArray array, int start, int columns, NwsNotation notation)
    {
        IEnumerable<int> shown = columns <= 2 * FewNumbers ? Enumerable.Range(0, columns) : [.. Enumerable.Range(0, FewNumbers), -1, .. Enumerable.Range(columns - 3, 3)];
        return "  " + string.Join(' ', shown.Select(column => column < 0 ? "…" : NwsValue.From(array[start + column]).Render(notation)));
    }
}
