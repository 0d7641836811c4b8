namespace Nws.Hosts.Repl.Rendering;

/// <summary>Chooses how a value is shown: in one line if it fits, else as what it is.</summary>
internal static class ValueView
{
    private const int ShownRows = 20;
    private const int ShownCharacters = 2_000;

    /// <summary>A value as its language writes it, never more than a screen of it.</summary>
    /// <param name="value">The value.</param>
    /// <param name="language">The language whose notation is used.</param>
    /// <param name="width">Columns of the terminal; 0 for one line of any length, as programs like it.</param>
    internal static string Render(NwsValue value, NwsLanguage language, int width)
    {
        NwsNotation notation = NotationOf(language);
        if (width == 0) return value.Render(notation);
        string line = value.Render(notation, RenderLimits.Default with { TotalLength = ShownCharacters });
        if (CellWidth.Of(line) <= width && !line.Contains('…')) return line;
        if (value.Kind == NwsValueKind.NumericArray) return ArrayView.Render(value, notation, width, ShownRows);
        if (ListOfMaps(value) is { } keys) return Table(value, keys, notation, width, ShownRows);
        bool isContainer = value.Kind is NwsValueKind.List or NwsValueKind.Tuple or NwsValueKind.Set or NwsValueKind.Map;
        return isContainer ? ValueTree.Render(value, notation, width, ShownRows) : Cut(line);
    }

    /// <summary>All of a value, over as many lines as it takes.</summary>
    internal static string RenderWhole(NwsValue value, NwsLanguage language, int width)
    {
        NwsNotation notation = NotationOf(language);
        if (width > 0 && ListOfMaps(value) is { } keys) return Table(value, keys, notation, width, int.MaxValue);
        bool isMap = width > 0 && value.Kind == NwsValueKind.Map;
        return isMap ? ValueTree.Render(value, notation, width, int.MaxValue) : value.Render(notation, RenderLimits.None);
    }

    /// <summary>So much of a text as one wants to see unasked.</summary>
    internal static string Cut(string text) => text.Length <= ShownCharacters ? text : $"{text.AsSpan(0, ShownCharacters)}… {text.Length - ShownCharacters} more characters";

    internal static NwsNotation NotationOf(NwsLanguage language) => language switch
    {
        NwsLanguage.Python => NwsNotation.Python,
        NwsLanguage.JavaScript => NwsNotation.JavaScript,
        _ => NwsNotation.CSharp,
    };

    /// <summary>The keys of a list whose elements are maps with the same text keys; null if it is anything else.</summary>
    private static List<NwsValue>? ListOfMaps(NwsValue value)
    {
        if (value.Kind != NwsValueKind.List || value.Count < 2 || value[0].Kind != NwsValueKind.Map) return null;
        List<NwsValue> keys = [.. value[0].Entries.Select(entry => entry.Key)];
        bool alike = keys.Count > 0 && keys.TrueForAll(key => key.Kind == NwsValueKind.Text)
            && value.Items.All(item => item.Kind == NwsValueKind.Map && item.Count == keys.Count && keys.TrueForAll(key => item.TryGetValue(key, out _)));
        return alike ? keys : null;
    }

    private static string Table(NwsValue rows, List<NwsValue> keys, NwsNotation notation, int width, int shown)
    {
        var table = new TextTable(
            [.. keys.Select(key => key.To<string>())],
            [.. rows.Items.Take(shown).Select(row => keys.Select(key => CellOf(row[key], notation)).ToArray())]);
        string more = rows.Count > shown ? $"\n… {rows.Count - shown} more rows" : "";
        return table.Render(width) + more;
    }

    private static object CellOf(NwsValue value, NwsNotation notation)
    {
        string text = value.Render(notation, RenderLimits.Default with { TotalLength = 200 });
        return value.Kind is NwsValueKind.Integer && long.TryParse(text, out long number) ? number : text;
    }
}
