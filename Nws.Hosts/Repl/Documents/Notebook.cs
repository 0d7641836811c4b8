using System.Text.Json;

namespace Nws.Hosts.Repl.Documents;

/// <summary>The form of <c>.ipynb</c> files: Jupyter's notebooks.</summary>
internal static class Notebook
{
    /// <summary>Reads the cells of code.</summary>
    /// <exception cref="FormatException">The file is no notebook, or a cell is written in a language that is not there.</exception>
    internal static IReadOnlyList<DocumentCell> Read(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            string usual = LanguageOf(document.RootElement) ?? "python";
            return [.. document.RootElement.GetProperty("cells").EnumerateArray().Where(IsCode).Select(cell => Cell(cell, usual)).Where(cell => !string.IsNullOrWhiteSpace(cell.Code))];
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"The file is no notebook: {fault.Message}");
        }
    }

    private static bool IsCode(JsonElement cell) => cell.GetProperty("cell_type").GetString() == "code";

    private static DocumentCell Cell(JsonElement cell, string usual)
    {
        JsonElement source = cell.GetProperty("source");
        string code = source.ValueKind == JsonValueKind.Array ? string.Concat(source.EnumerateArray().Select(line => line.GetString())) : source.GetString() ?? "";
        return new DocumentCell(DocumentFile.LanguageNamed(LanguageOf(cell) ?? usual, line: 0), code, Line: 0);
    }

    /// <summary>The language that the metadata of a notebook or of a cell name, in any of the ways that are in use.</summary>
    private static string? LanguageOf(JsonElement element)
    {
        string?[] places =
        [
            Text(element, "polyglot_notebook", "kernelName"), Text(element, "dotnet_interactive", "language"), Text(element, "vscode", "languageId"),
            Text(element, "kernelspec", "language"), Text(element, "language_info", "name"),
        ];
        return Array.Find(places, place => place is not null);
    }

    private static string? Text(JsonElement element, string group, string name) =>
        element.TryGetProperty("metadata", out JsonElement metadata) && metadata.TryGetProperty(group, out JsonElement inner) && inner.ValueKind == JsonValueKind.Object
            && inner.TryGetProperty(name, out JsonElement value)
            ? value.GetString()
            : null;
}
