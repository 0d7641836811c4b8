namespace Nws.Hosts.Languages;

/// <summary>Runs code of one language.</summary>
internal interface ILanguageHost : IAsyncDisposable
{
    /// <summary>The language.</summary>
    NwsLanguage Language { get; }

    /// <summary>
    /// What code prints: the stream (<c>stdout</c> or <c>stderr</c>) and the text, in order, before the call that printed it returns.
    /// </summary>
    event Action<string, string>? Output;

    /// <summary>Which kernel is in use: 0 before the first, one more with every fresh one. Definitions do not survive a change.</summary>
    int Generation { get; }

    /// <summary>Definitions that every fresh kernel begins with.</summary>
    IList<string> Preamble { get; }

    /// <summary>Evaluates an expression or statements.</summary>
    /// <param name="code">The code.</param>
    /// <param name="arguments">What the code sees as <c>SleighArguments</c>.</param>
    /// <param name="cancellation">Kills the kernel: it fails whatever else was asked meanwhile.</param>
    /// <exception cref="LanguageTaskException">The code threw an error, or does not compile.</exception>
    /// <exception cref="KernelLostException">The code took its kernel with it.</exception>
    /// <exception cref="LanguageUnavailableException">The language cannot be used on this machine.</exception>
    Task<NwsValue> EvaluateAsync(string code, IReadOnlyList<NwsValue> arguments, CancellationToken cancellation);

    /// <summary>Runs definitions that stay for later calls, as long as the kernel lives.</summary>
    /// <param name="code">The definitions.</param>
    /// <param name="cancellation">As for <see cref="EvaluateAsync"/>.</param>
    Task DefineAsync(string code, CancellationToken cancellation);

    /// <summary>Calls a function.</summary>
    /// <param name="function">A defined name, a lambda or a dotted name.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="cancellation">As for <see cref="EvaluateAsync"/>.</param>
    Task<NwsValue> InvokeAsync(string function, IReadOnlyList<NwsValue> arguments, CancellationToken cancellation);
}
