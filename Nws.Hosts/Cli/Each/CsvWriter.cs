namespace Nws.Hosts.Cli.Each;

/// <summary>Results as a table, RFC 4180 but with plain line ends: the varying arguments, the result, and, if it failed, the error.</summary>
internal sealed class CsvWriter(TextWriter output, IReadOnlyList<string> names) : IResultWriter
{
    private bool _hasHeader;

    public void Write(IReadOnlyList<object?> row, NwsValue? value, NwsError? error)
    {
        WriteHeader();
        WriteRow([.. row.Select(argument => Cell((NwsValue)argument!)), value is null ? "" : Cell(value), error?.ToString() ?? ""]);
    }

    public void End() => WriteHeader();

    private void WriteHeader()
    {
        if (!_hasHeader) WriteRow([.. names, "result", "error"]);
        _hasHeader = true;
    }

    private void WriteRow(IEnumerable<string> cells) => output.Write(string.Join(',', cells.Select(Quoted)) + "\n");

    private static string Cell(NwsValue value) => value.Kind switch
    {
        NwsValueKind.Nil => "",
        NwsValueKind.Text => value.To<string>(),
        _ => ValueForms.Render(value, ValueForm.Json),
    };

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\n\r") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
