using Nws.Hosts.Languages;

namespace Nws.Hosts.Tests.Worker;

/// <summary>A language whose code is a function of the test.</summary>
internal sealed class FakeLanguageHost(
    NwsLanguage language, Func<string, IReadOnlyList<NwsValue>, CancellationToken, Task<NwsValue>> run) : ILanguageHost
{
    public NwsLanguage Language => language;

    public int Generation => 1;

    public IList<string> Preamble { get; } = [];

    internal bool IsDisposed { get; private set; }

    /// <summary>It never prints.</summary>
    public event Action<string, string>? Output
    {
        add { }
        remove { }
    }

    public Task<NwsValue> EvaluateAsync(string code, IReadOnlyList<NwsValue> arguments, CancellationToken cancellation) =>
        run(code, arguments, cancellation);

    public Task DefineAsync(string code, CancellationToken cancellation) => run(code, [], cancellation);

    public Task<NwsValue> InvokeAsync(string function, IReadOnlyList<NwsValue> arguments, CancellationToken cancellation) =>
        run(function, arguments, cancellation);

    /// <summary>It has nothing to suggest.</summary>
    public Task<Completions> CompleteAsync(string code, int cursor, CancellationToken cancellation) => Task.FromResult(new Completions(cursor, []));

    /// <summary>Its code cannot be interrupted.</summary>
    public Task<bool> InterruptAsync() => Task.FromResult(false);

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}
