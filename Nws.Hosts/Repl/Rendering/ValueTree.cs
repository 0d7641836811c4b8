using System.Text;

namespace Nws.Hosts.Repl.Rendering;

/// <summary>Shows nested values as a tree: one line per element, in the notation of a language, deeper ones further to the right.</summary>
internal sealed class ValueTree
{
    private const int LeastRoom = 20;

    private readonly NwsNotation _notation;
    private readonly int _width;
    private readonly int _limit;
    private readonly StringBuilder _text = new();
    private int _lines;

    private ValueTree(NwsNotation notation, int width, int limit) => (_notation, _width, _limit) = (notation, width, limit);

    /// <summary>Writes a list, tuple, set or map.</summary>
    /// <param name="value">It.</param>
    /// <param name="notation">How its elements are written.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <param name="lines">How many lines there may be.</param>
    internal static string Render(NwsValue value, NwsNotation notation, int width, int lines)
    {
        var tree = new ValueTree(notation, width, lines);
        tree._text.Append(Title(value));
        tree.Add(value, "");
        return tree._text.ToString();
    }

    private void Add(NwsValue container, string indent)
    {
        int done = 0;
        foreach ((string label, NwsValue element) in Elements(container))
        {
            if (_lines >= _limit)
            {
                _text.Append('\n').Append(indent).Append($"… {container.Count - done} more");
                return;
            }
            done++;
            string start = $"{indent}{(done == container.Count ? '└' : '├')} {label}";
            string line = element.Render(_notation, RenderLimits.Default with { TotalLength = 1_000 });
            bool fits = CellWidth.Of(start) + CellWidth.Of(line) <= _width && !line.Contains('…');
            bool opens = !fits && IsContainer(element) && CellWidth.Of(start) + LeastRoom < _width;
            _text.Append('\n').Append(TextTable.Fit(start + (opens ? Title(element) : line), _width).TrimEnd());
            _lines++;
            if (opens) Add(element, indent + (done == container.Count ? "  " : "│ "));
        }
    }

    private IEnumerable<(string Label, NwsValue Element)> Elements(NwsValue container) => container.Kind == NwsValueKind.Map
        ? container.Entries.Select(entry => ($"{entry.Key.Render(_notation)}: ", entry.Value))
        : container.Items.Select((item, index) => (container.Kind == NwsValueKind.Set ? "" : $"[{index}] ", item));

    private static string Title(NwsValue container) => $"{container.Kind.ToString().ToLowerInvariant()} of {container.Count}";

    private static bool IsContainer(NwsValue value) => value.Kind is NwsValueKind.List or NwsValueKind.Tuple or NwsValueKind.Set or NwsValueKind.Map;
}
