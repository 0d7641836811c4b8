namespace Nws.Hosts.Languages;

/// <summary>Runs code of one language.</summary>
internal interface ILanguageHost : IAsyncDisposable
{
    /// <summary>The language.</summary>
    NwsLanguage Language { get; }

    /// <summary>
    /// What code prints, and what anything else in its process writes to descriptors 1 and 2: the stream (<c>stdout</c> or <c>stderr</c>) and the text, live, in order, and
    /// before the call that printed it returns. Who takes his time here makes the code wait.
    /// </summary>
    event Action<string, string>? Output;

    /// <summary>Which kernel is in use: 0 before the first, one more with every fresh one. Definitions do not survive a change.</summary>
    int Generation { get; }

    /// <summary>Definitions that every fresh kernel begins with.</summary>
    IList<string> Preamble { get; }

    /// <summary>Evaluates an expression or statements.</summary>
    /// <param name="code">The code.</param>
    /// <param name="arguments">What the code sees as <c>SleighArguments</c>.</param>
    /// <param name="cancellation">
    /// If the code has not begun, it does not. Otherwise it is ended as by <see cref="InterruptAsync"/>, and the call ends when it has.
    /// </param>
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

    /// <summary>Tells what could stand at a place in a piece of code. Nothing the code says is run for it.</summary>
    /// <param name="code">The code.</param>
    /// <param name="cursor">The place: how many characters of <paramref name="code"/> stand before it.</param>
    /// <param name="cancellation">As for <see cref="EvaluateAsync"/>.</param>
    Task<Completions> CompleteAsync(string code, int cursor, CancellationToken cancellation);

    /// <summary>
    /// Ends the code that runs, in about half a second at most: by an interrupt, after which its call fails with a
    /// <see cref="LanguageTaskException"/> and what waits behind it is done. If that does not help, the kernel is killed, and its calls fail
    /// with a <see cref="KernelLostException"/>. If no code runs, nothing happens.
    /// </summary>
    /// <returns>Whether the kernel, and with it all definitions, has survived.</returns>
    Task<bool> InterruptAsync();
}
