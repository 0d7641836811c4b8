using System.Collections.Concurrent;

namespace Nws.Hosts.Cli.Each;

/// <summary>One call of <c>nws each</c>: sends the rows to the workers, and writes the results in the order of the rows, as they come.</summary>
/// <param name="request">What is to be run on what.</param>
/// <param name="screen">Where results and errors go.</param>
internal sealed class EachRun(EachRequest request, EachScreen screen)
{
    private readonly ConcurrentQueue<IReadOnlyList<object?>> _rows = new(); // of the elements under way, which are bounded
    private readonly IResultWriter _writer = request.Form switch
    {
        ResultForm.Json => new JsonWriter(screen.Output),
        ResultForm.Csv => new CsvWriter(screen.Output, [.. request.Sources.Select(source => source.Name)]),
        _ => new LineWriter(screen.Output, request.Code.Language),
    };

    private long _done;
    private long _failed;

    /// <summary>Runs it to its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(Sleigh sleigh, CancellationToken cancellation)
    {
        foreach (string definitions in request.Definitions)
            await sleigh.DefineAsync(new Code(request.Code.Language, definitions, SleighTaskType.Define), cancellation);
        var options = request.Options with { Output = screen.Pass };
        long? total = ElementSource.CountOf(request.Sources);
        await using var results = await sleigh.StreamAsync(request.Code, RowsAsync(), total, request.Fixed, options, cancellation);
        bool wanted = true;
        while (wanted)
        {
            screen.Progress(_done, total, _failed);
            var next = results.NextResultAsync(cancellation);
            // Whoever reads sees all there is while the next result takes its time.
            if (!next.IsCompleted && !screen.Flush()) return ExitCodes.Ok;
            if (await next is not { } result) break;
            Accept(RowOfNext(), result.Value, result.Fault?.Error);
            wanted = _failed == 0 || !request.EndsAtFirstFailure;
        }
        _writer.End();
        screen.Flush();
        screen.Conclude(_done, _failed);
        return _failed == 0 ? ExitCodes.Ok : ExitCodes.ElementsFailed;
    }

    private async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync()
    {
        await foreach (var row in ElementSource.RowsAsync(request.Sources))
        {
            _rows.Enqueue(row);
            yield return row;
        }
    }

    private IReadOnlyList<object?> RowOfNext() => _rows.TryDequeue(out var row) ? row : throw new InvalidOperationException("A result came for no element.");

    private void Accept(IReadOnlyList<object?> row, NwsValue value, NwsError? error)
    {
        _done++;
        _writer.Write(row, error is null ? value : null, error);
        if (error is null) return;
        _failed++;
        screen.Complain($"element {_done} ({Describe(row)})", error);
    }

    private string Describe(IReadOnlyList<object?> row)
    {
        var notation = request.Code.Language switch
        {
            NwsLanguage.Python => NwsNotation.Python,
            NwsLanguage.JavaScript => NwsNotation.JavaScript,
            _ => NwsNotation.CSharp,
        };
        return string.Join(", ", request.Sources.Zip(row, (source, argument) => $"{source.Name}={((NwsValue)argument!).Render(notation, RenderLimits.Glance)}"));
    }
}
