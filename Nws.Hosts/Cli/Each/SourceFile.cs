using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Nws.Hosts.Cli.Each;

/// <summary>A file of values, or standard input (<c>-</c>): lines, or what its ending says: <c>.csv</c>, <c>.tsv</c>, <c>.json</c>, <c>.jsonl</c>; behind a colon the column or key to take.</summary>
/// <param name="Path">The file; <c>-</c>, maybe with an ending, is standard input.</param>
/// <param name="Column">The column or key; null takes whole rows.</param>
/// <param name="Words">What words are.</param>
internal sealed record SourceFile(string Path, string? Column, Word Words)
{
    private static readonly string[] Tables = [".csv", ".tsv", ".json", ".jsonl", ".ndjson"];

    private bool IsStandardInput => System.IO.Path.GetFileNameWithoutExtension(Path) == "-";

    private string Name => IsStandardInput ? "standard input" : $"'{Path}'";

    /// <summary>Takes a text such as <c>prices.csv:price</c> apart.</summary>
    /// <exception cref="FormatException">There is no such file.</exception>
    public static SourceFile Parse(string text, Word words)
    {
        int colon = text.LastIndexOf(':');
        var file = colon > 0 && Tables.Contains(System.IO.Path.GetExtension(text[..colon])) && !File.Exists(text)
            ? new SourceFile(text[..colon], text[(colon + 1)..], words)
            : new SourceFile(text, null, words);
        return file.IsStandardInput || File.Exists(file.Path) ? file : throw new FormatException($"There is no file '{file.Path}'.");
    }

    /// <summary>The values, read as they are needed.</summary>
    /// <exception cref="FormatException">While they are read: the file is not what its ending says, or has no such column; the message says where.</exception>
    public IAsyncEnumerable<NwsValue> ReadAsync() => System.IO.Path.GetExtension(Path).ToLowerInvariant() switch
    {
        ".csv" => CellsAsync(','),
        ".tsv" => CellsAsync('\t'),
        ".json" => DocumentAsync(),
        ".jsonl" or ".ndjson" => JsonLinesAsync(),
        _ => LinesAsync(),
    };

    private StreamReader Open() => new(IsStandardInput ? Console.OpenStandardInput() : File.OpenRead(Path));

    private async IAsyncEnumerable<NwsValue> LinesAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var text = Open();
        while (await text.ReadLineAsync(cancellation) is { } line) yield return Words.Of(line);
    }

    private async IAsyncEnumerable<NwsValue> CellsAsync(char separator, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var text = Open();
        string[]? header = null;
        int column = -1;
        await foreach (string[] row in CsvReader.ReadAsync(text, separator, cancellation))
        {
            if (header is null)
            {
                header = row;
                column = Column is null ? -1 : Array.IndexOf(row, Column);
                if (Column is not null && column < 0) throw new FormatException($"{Name} has no column '{Column}'; its columns are: {string.Join(", ", row)}.");
                continue;
            }
            if (row.Length != header.Length) throw new FormatException($"A row of {Name} has {row.Length} cells, but there are {header.Length} columns: {string.Join(separator, row)}");
            yield return Column is null ? RowOf(header, row) : Words.OfCell(row[column]);
        }
        if (header is null) throw new FormatException($"{Name} is empty; its first line must name the columns.");
    }

    private NwsValue RowOf(string[] header, string[] row) =>
        NwsValue.From(header.Zip(row).DistinctBy(cell => cell.First).ToDictionary(cell => cell.First, cell => Words.OfCell(cell.Second)));

    private async IAsyncEnumerable<NwsValue> JsonLinesAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var text = Open();
        for (int line = 1; await text.ReadLineAsync(cancellation) is { } json; line++)
        {
            if (json.AsSpan().Trim().Length > 0) yield return Entry(Read(json, $"line {line} of {Name}"), line);
        }
    }

    private async IAsyncEnumerable<NwsValue> DocumentAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var text = Open();
        var document = Read(await text.ReadToEndAsync(cancellation), Name);
        if (document.Kind != NwsValueKind.List) throw new FormatException($"{Name} is no list of values in JSON, but one {document.Kind.ToString().ToLowerInvariant()}.");
        for (int i = 0; i < document.Items.Length; i++) yield return Entry(document.Items[i], i + 1);
    }

    private static NwsValue Read(string json, string where)
    {
        try
        {
            return JsonText.Read(json);
        }
        catch (FormatException fault)
        {
            throw new FormatException($"In {where}: {fault.Message}");
        }
    }

    private NwsValue Entry(NwsValue value, int number)
    {
        if (Column is null) return value;
        if (value.Kind != NwsValueKind.Map) throw new FormatException($"Value {number} of {Name} has no key '{Column}': it is no object.");
        return value.TryGetValue(NwsValue.From(Column), out var entry) ? entry : throw new FormatException($"Value {number} of {Name} has no key '{Column}'.");
    }
}
