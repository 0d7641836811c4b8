using Nws.Hosts.Languages;

namespace Nws.Hosts.Tests.Worker;

/// <summary>A language whose code is a function of the test.</summary>
internal sealed class FakeLanguageHost(
    NwsLanguage language, Func<string, IReadOnlyList<NwsValue>, CancellationToken, Task<NwsValue>> run) : ILanguageHost
{
    public NwsLanguage Language => language;

    public int Generation => 1;

    public Preamble Preamble { get; } = new();

    internal bool IsDisposed { get; private set; }

    /// <summary>It never prints.</summary>
    public event Action<string, string, int?>? Output
    {
        add { }
        remove { }
    }

    public Task<NwsValue> EvaluateAsync(string code, IReadOnlyList<NwsValue> arguments, CancellationToken cancellation) =>
        run(code, arguments, cancellation);

    public Task DefineAsync(string code, CancellationToken cancellation) => run(code, [], cancellation);

    public Task<NwsValue> InvokeAsync(string function, IReadOnlyList<NwsValue> arguments, CancellationToken cancellation) =>
        run(function, arguments, cancellation);

    public async Task MapAsync(MapRequest request, Action<MapPart> part, CancellationToken cancellation)
    {
        for (int position = 0; position < request.Rows.Count; position++)
        {
            request.Begun?.Invoke(position);
            Dictionary<int, NwsError> errors = [];
            NwsValue value = NwsValue.Nil;
            if (request.TryGetArguments(position, out NwsValue[] arguments) is { } refusal)
            {
                errors[position] = refusal;
            }
            else
            {
                try
                {
                    value = await run(request.Code, arguments, cancellation);
                }
                catch (LanguageTaskException fault)
                {
                    errors[position] = fault.Error;
                }
            }
            part(new MapPart(position, [value], errors, [0]));
        }
    }

    /// <summary>Its code sees no variables.</summary>
    public Task SetAsync(string name, NwsValue value, CancellationToken cancellation) => Task.CompletedTask;

    public Task UnsetAsync(string name, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>It has nothing to suggest.</summary>
    public Task<Completions> CompleteAsync(string code, int cursor, CancellationToken cancellation) => Task.FromResult(new Completions(cursor, []));

    /// <summary>All its values can leave it.</summary>
    public Task<string?> DescribeAsync(CancellationToken cancellation) => Task.FromResult<string?>(null);

    /// <summary>Its code cannot be interrupted.</summary>
    public Task<bool> InterruptAsync() => Task.FromResult(false);

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}
