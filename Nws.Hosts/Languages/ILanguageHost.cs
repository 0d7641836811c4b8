namespace Nws.Hosts.Languages;

/// <summary>Runs code of one language.</summary>
internal interface ILanguageHost : IAsyncDisposable
{
    /// <summary>The language.</summary>
    NwsLanguage Language { get; }

    /// <summary>
    /// What code prints, and what anything else in its process writes to descriptors 1 and 2: the stream (<c>stdout</c> or <c>stderr</c>), the text, and in a map the position of
    /// the element, live, in order, and before the call that printed it returns, or reports the element. Of what comes past the language the position is known only if
    /// <see cref="MapRequest.Begun"/> is set. Who takes his time here makes the code wait.
    /// </summary>
    event Action<string, string, int?>? Output;

    /// <summary>Which kernel is in use: 0 before the first, one more with every fresh one. Definitions do not survive a change.</summary>
    int Generation { get; }

    /// <summary>Definitions and variables that every fresh kernel begins with. What is made by <see cref="DefineAsync"/> or <see cref="SetAsync"/> is not added by itself.</summary>
    Preamble Preamble { get; }

    /// <summary>Evaluates an expression or statements.</summary>
    /// <param name="code">The code.</param>
    /// <param name="arguments">What the code sees as <c>SleighArguments</c>.</param>
    /// <param name="cancellation">
    /// If the code has not begun, it does not. Otherwise it is ended as by <see cref="InterruptAsync"/>, and the call ends when it has;
    /// what it gives nevertheless is the result, for it may be something that the code has fetched.
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

    /// <summary>Runs the same code for many elements, one after the other. One that fails does not stop the others.</summary>
    /// <param name="request">The code and the elements.</param>
    /// <param name="part">
    /// Takes what became of the elements, in order, while they run and before the call returns or throws: so who is called knows what was done before an interrupt, or before the
    /// kernel was lost. It must not throw.
    /// </param>
    /// <param name="cancellation">As for <see cref="EvaluateAsync"/>.</param>
    /// <exception cref="LanguageTaskException">The running element was interrupted. (Whatever is wrong with the code is the error of every element.)</exception>
    /// <exception cref="KernelLostException">An element took its kernel with it: usually the first that was not reported.</exception>
    Task MapAsync(MapRequest request, Action<MapPart> part, CancellationToken cancellation);

    /// <summary>Makes a variable that all later code sees, as long as the kernel lives.</summary>
    /// <param name="name">An identifier of the language.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellation">As for <see cref="EvaluateAsync"/>.</param>
    /// <exception cref="LanguageTaskException">The name is no identifier.</exception>
    Task SetAsync(string name, NwsValue value, CancellationToken cancellation);

    /// <summary>Takes a variable away; does nothing if there is none of the name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellation">As for <see cref="EvaluateAsync"/>.</param>
    /// <exception cref="LanguageTaskException">The name is no identifier.</exception>
    Task UnsetAsync(string name, CancellationToken cancellation);

    /// <summary>Tells what could stand at a place in a piece of code. Nothing the code says is run for it.</summary>
    /// <param name="code">The code.</param>
    /// <param name="cursor">The place: how many characters of <paramref name="code"/> stand before it.</param>
    /// <param name="cancellation">As for <see cref="EvaluateAsync"/>.</param>
    Task<Completions> CompleteAsync(string code, int cursor, CancellationToken cancellation);

    /// <summary>Describes the value of the code that was evaluated last, if the call failed only because that value cannot leave its kernel: a function, an open file.</summary>
    /// <param name="cancellation">As for <see cref="EvaluateAsync"/>.</param>
    /// <returns>The value as its language writes it; null if the call did not fail, or for another reason, or if the kernel cannot tell.</returns>
    Task<string?> DescribeAsync(CancellationToken cancellation);

    /// <summary>
    /// Ends the code that runs, in about half a second at most: by an interrupt, after which its call fails with a
    /// <see cref="LanguageTaskException"/> and what waits behind it is done. If that does not help, the kernel is killed, and its calls fail
    /// with a <see cref="KernelLostException"/>. If no code runs, nothing happens.
    /// </summary>
    /// <returns>Whether the kernel, and with it all definitions, has survived.</returns>
    Task<bool> InterruptAsync();
}
