using System.Collections;
using System.Runtime.CompilerServices;
using Nws.Farm;

namespace Nws;

/// <summary>
/// Tasks that are lambdas of this program: <c>await sleigh.EachElemAsync((int x) => x * x, Enumerable.Range(0, 10))</c>. The text of the lambda travels, and is
/// compiled where it runs; the results come back in the type it has here.
/// </summary>
/// <remarks>
/// <para>What a lambda uses must be known to workers: .NET, the assemblies in <see cref="SleighOptions.ModulePath"/>, and its parameters. A lambda that captures a
/// variable or <c>this</c> is refused with the names of what it captures; what is the same for all tasks is to be a further parameter and a fixed argument. Local
/// functions, constants, and methods and types of this program are not known there either, nor are its <c>using</c> lines: names that are not in one of the name
/// spaces that every C# task imports (docs/kernels.md) are written in full, or their name spaces are named in <see cref="EachOptions.Imports"/>.</para>
/// <para>A public static method of such an assembly may stand in place of the lambda: <c>sleigh.EachElemAsync(Math.Sqrt, numbers)</c>.</para>
/// </remarks>
public static class SleighLambdas
{
    private const string Advice =
        "The text of a lambda is compiled where it runs. There it knows its parameters, .NET, and the assemblies in SleighOptions.ModulePath, but no method, type, constant or "
        + "local function of this program and none of its using lines. Write names in full or add their name space to EachOptions.Imports; pass values as fixed arguments; "
        + "put methods and types into an assembly in the module path.";

    /// <summary>Runs one task per element and returns the results in the order of the elements.</summary>
    /// <param name="sleigh">The Sleigh.</param>
    /// <param name="function">The lambda, written in the call itself.</param>
    /// <param name="elements">The argument of each task.</param>
    /// <param name="options">How to run them. Default: every default of <see cref="EachOptions"/>.</param>
    /// <param name="cancellationToken">Ends the waiting; tasks that were submitted still run.</param>
    /// <param name="source">The text of the lambda; the compiler fills it in.</param>
    /// <exception cref="SleighIllegalValueException">The function cannot be run elsewhere; the message says why and what to do.</exception>
    /// <exception cref="SleighTaskException">A task failed, or the lambda does not compile where it runs; all others are done.</exception>
    public static Task<IReadOnlyList<TResult>> EachElemAsync<T, TResult>(
        this Sleigh sleigh, Func<T, TResult> function, IEnumerable<T> elements, EachOptions? options = null,
        CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(function))] string source = "") =>
        ElementsAsync<TResult>(sleigh, function, source, elements, null, options, cancellationToken);

    /// <inheritdoc cref="EachElemAsync{T, TResult}(Sleigh, Func{T, TResult}, IEnumerable{T}, EachOptions?, CancellationToken, string)"/>
    public static Task<IReadOnlyList<TResult>> EachElemAsync<T, TResult>(
        this Sleigh sleigh, Func<T, Task<TResult>> function, IEnumerable<T> elements, EachOptions? options = null,
        CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(function))] string source = "") =>
        ElementsAsync<TResult>(sleigh, function, source, elements, null, options, cancellationToken);

    /// <summary>Runs one task per element and returns the results in the order of the elements.</summary>
    /// <param name="sleigh">The Sleigh.</param>
    /// <param name="function">The lambda, written in the call itself, with the types of its parameters.</param>
    /// <param name="elements">The first argument of each task, or by <see cref="SleighElements.Zip"/> the first ones.</param>
    /// <param name="fixedArgs">The other arguments, the same for every task. Default: none.</param>
    /// <param name="options">How to run them. Default: every default of <see cref="EachOptions"/>.</param>
    /// <param name="cancellationToken">Ends the waiting; tasks that were submitted still run.</param>
    /// <param name="source">The text of the lambda; the compiler fills it in.</param>
    /// <exception cref="SleighIllegalValueException">The function cannot be run elsewhere; the message says why and what to do.</exception>
    /// <exception cref="SleighTaskException">A task failed, or the lambda does not compile where it runs; all others are done.</exception>
    public static Task<IReadOnlyList<TResult>> EachElemAsync<T1, T2, TResult>(
        this Sleigh sleigh, Func<T1, T2, TResult> function, IEnumerable elements, IReadOnlyList<object?>? fixedArgs = null, EachOptions? options = null,
        CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(function))] string source = "") =>
        ElementsAsync<TResult>(sleigh, function, source, elements, fixedArgs, options, cancellationToken);

    /// <inheritdoc cref="EachElemAsync{T1, T2, TResult}(Sleigh, Func{T1, T2, TResult}, IEnumerable, IReadOnlyList{object?}?, EachOptions?, CancellationToken, string)"/>
    public static Task<IReadOnlyList<TResult>> EachElemAsync<T1, T2, TResult>(
        this Sleigh sleigh, Func<T1, T2, Task<TResult>> function, IEnumerable elements, IReadOnlyList<object?>? fixedArgs = null, EachOptions? options = null,
        CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(function))] string source = "") =>
        ElementsAsync<TResult>(sleigh, function, source, elements, fixedArgs, options, cancellationToken);

    /// <inheritdoc cref="EachElemAsync{T1, T2, TResult}(Sleigh, Func{T1, T2, TResult}, IEnumerable, IReadOnlyList{object?}?, EachOptions?, CancellationToken, string)"/>
    public static Task<IReadOnlyList<TResult>> EachElemAsync<T1, T2, T3, TResult>(
        this Sleigh sleigh, Func<T1, T2, T3, TResult> function, IEnumerable elements, IReadOnlyList<object?>? fixedArgs = null, EachOptions? options = null,
        CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(function))] string source = "") =>
        ElementsAsync<TResult>(sleigh, function, source, elements, fixedArgs, options, cancellationToken);

    /// <inheritdoc cref="EachElemAsync{T1, T2, TResult}(Sleigh, Func{T1, T2, TResult}, IEnumerable, IReadOnlyList{object?}?, EachOptions?, CancellationToken, string)"/>
    public static Task<IReadOnlyList<TResult>> EachElemAsync<T1, T2, T3, TResult>(
        this Sleigh sleigh, Func<T1, T2, T3, Task<TResult>> function, IEnumerable elements, IReadOnlyList<object?>? fixedArgs = null, EachOptions? options = null,
        CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(function))] string source = "") =>
        ElementsAsync<TResult>(sleigh, function, source, elements, fixedArgs, options, cancellationToken);

    /// <inheritdoc cref="EachElemAsync{T1, T2, TResult}(Sleigh, Func{T1, T2, TResult}, IEnumerable, IReadOnlyList{object?}?, EachOptions?, CancellationToken, string)"/>
    public static Task<IReadOnlyList<TResult>> EachElemAsync<T1, T2, T3, T4, TResult>(
        this Sleigh sleigh, Func<T1, T2, T3, T4, TResult> function, IEnumerable elements, IReadOnlyList<object?>? fixedArgs = null, EachOptions? options = null,
        CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(function))] string source = "") =>
        ElementsAsync<TResult>(sleigh, function, source, elements, fixedArgs, options, cancellationToken);

    /// <inheritdoc cref="EachElemAsync{T1, T2, TResult}(Sleigh, Func{T1, T2, TResult}, IEnumerable, IReadOnlyList{object?}?, EachOptions?, CancellationToken, string)"/>
    public static Task<IReadOnlyList<TResult>> EachElemAsync<T1, T2, T3, T4, TResult>(
        this Sleigh sleigh, Func<T1, T2, T3, T4, Task<TResult>> function, IEnumerable elements, IReadOnlyList<object?>? fixedArgs = null, EachOptions? options = null,
        CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(function))] string source = "") =>
        ElementsAsync<TResult>(sleigh, function, source, elements, fixedArgs, options, cancellationToken);

    /// <summary>Runs one task on every worker, exactly once each, and returns the results by rank.</summary>
    /// <param name="sleigh">The Sleigh.</param>
    /// <param name="function">The lambda, written in the call itself.</param>
    /// <param name="options">How to run them; the load factor does not apply. Default: every default of <see cref="EachOptions"/>.</param>
    /// <param name="cancellationToken">Ends the waiting; tasks that were submitted still run.</param>
    /// <param name="source">The text of the lambda; the compiler fills it in.</param>
    /// <exception cref="SleighIllegalValueException">The function cannot be run elsewhere; the message says why and what to do.</exception>
    /// <exception cref="SleighTaskException">The task failed on a worker, or the worker was lost.</exception>
    public static Task<IReadOnlyList<TResult>> EachWorkerAsync<TResult>(
        this Sleigh sleigh, Func<TResult> function, EachOptions? options = null,
        CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(function))] string source = "") =>
        WorkersAsync<TResult>(sleigh, function, source, null, options, cancellationToken);

    /// <inheritdoc cref="EachWorkerAsync{TResult}(Sleigh, Func{TResult}, EachOptions?, CancellationToken, string)"/>
    public static Task<IReadOnlyList<TResult>> EachWorkerAsync<TResult>(
        this Sleigh sleigh, Func<Task<TResult>> function, EachOptions? options = null,
        CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(function))] string source = "") =>
        WorkersAsync<TResult>(sleigh, function, source, null, options, cancellationToken);

    /// <summary>Runs one task on every worker, exactly once each, and returns the results by rank.</summary>
    /// <param name="sleigh">The Sleigh.</param>
    /// <param name="function">The lambda, written in the call itself, with the types of its parameters.</param>
    /// <param name="workerArgs">The arguments, the same for every worker.</param>
    /// <param name="options">How to run them; the load factor does not apply. Default: every default of <see cref="EachOptions"/>.</param>
    /// <param name="cancellationToken">Ends the waiting; tasks that were submitted still run.</param>
    /// <param name="source">The text of the lambda; the compiler fills it in.</param>
    /// <exception cref="SleighIllegalValueException">The function cannot be run elsewhere; the message says why and what to do.</exception>
    /// <exception cref="SleighTaskException">The task failed on a worker, or the worker was lost.</exception>
    public static Task<IReadOnlyList<TResult>> EachWorkerAsync<T, TResult>(
        this Sleigh sleigh, Func<T, TResult> function, IReadOnlyList<object?> workerArgs, EachOptions? options = null,
        CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(function))] string source = "") =>
        WorkersAsync<TResult>(sleigh, function, source, workerArgs, options, cancellationToken);

    /// <inheritdoc cref="EachWorkerAsync{T, TResult}(Sleigh, Func{T, TResult}, IReadOnlyList{object?}, EachOptions?, CancellationToken, string)"/>
    public static Task<IReadOnlyList<TResult>> EachWorkerAsync<T, TResult>(
        this Sleigh sleigh, Func<T, Task<TResult>> function, IReadOnlyList<object?> workerArgs, EachOptions? options = null,
        CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(function))] string source = "") =>
        WorkersAsync<TResult>(sleigh, function, source, workerArgs, options, cancellationToken);

    /// <inheritdoc cref="EachWorkerAsync{T, TResult}(Sleigh, Func{T, TResult}, IReadOnlyList{object?}, EachOptions?, CancellationToken, string)"/>
    public static Task<IReadOnlyList<TResult>> EachWorkerAsync<T1, T2, TResult>(
        this Sleigh sleigh, Func<T1, T2, TResult> function, IReadOnlyList<object?> workerArgs, EachOptions? options = null,
        CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(function))] string source = "") =>
        WorkersAsync<TResult>(sleigh, function, source, workerArgs, options, cancellationToken);

    /// <inheritdoc cref="EachWorkerAsync{T, TResult}(Sleigh, Func{T, TResult}, IReadOnlyList{object?}, EachOptions?, CancellationToken, string)"/>
    public static Task<IReadOnlyList<TResult>> EachWorkerAsync<T1, T2, TResult>(
        this Sleigh sleigh, Func<T1, T2, Task<TResult>> function, IReadOnlyList<object?> workerArgs, EachOptions? options = null,
        CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(function))] string source = "") =>
        WorkersAsync<TResult>(sleigh, function, source, workerArgs, options, cancellationToken);

    /// <inheritdoc cref="EachWorkerAsync{T, TResult}(Sleigh, Func{T, TResult}, IReadOnlyList{object?}, EachOptions?, CancellationToken, string)"/>
    public static Task<IReadOnlyList<TResult>> EachWorkerAsync<T1, T2, T3, TResult>(
        this Sleigh sleigh, Func<T1, T2, T3, TResult> function, IReadOnlyList<object?> workerArgs, EachOptions? options = null,
        CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(function))] string source = "") =>
        WorkersAsync<TResult>(sleigh, function, source, workerArgs, options, cancellationToken);

    /// <inheritdoc cref="EachWorkerAsync{T, TResult}(Sleigh, Func{T, TResult}, IReadOnlyList{object?}, EachOptions?, CancellationToken, string)"/>
    public static Task<IReadOnlyList<TResult>> EachWorkerAsync<T1, T2, T3, TResult>(
        this Sleigh sleigh, Func<T1, T2, T3, Task<TResult>> function, IReadOnlyList<object?> workerArgs, EachOptions? options = null,
        CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(function))] string source = "") =>
        WorkersAsync<TResult>(sleigh, function, source, workerArgs, options, cancellationToken);

    /// <inheritdoc cref="EachWorkerAsync{T, TResult}(Sleigh, Func{T, TResult}, IReadOnlyList{object?}, EachOptions?, CancellationToken, string)"/>
    public static Task<IReadOnlyList<TResult>> EachWorkerAsync<T1, T2, T3, T4, TResult>(
        this Sleigh sleigh, Func<T1, T2, T3, T4, TResult> function, IReadOnlyList<object?> workerArgs, EachOptions? options = null,
        CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(function))] string source = "") =>
        WorkersAsync<TResult>(sleigh, function, source, workerArgs, options, cancellationToken);

    /// <inheritdoc cref="EachWorkerAsync{T, TResult}(Sleigh, Func{T, TResult}, IReadOnlyList{object?}, EachOptions?, CancellationToken, string)"/>
    public static Task<IReadOnlyList<TResult>> EachWorkerAsync<T1, T2, T3, T4, TResult>(
        this Sleigh sleigh, Func<T1, T2, T3, T4, Task<TResult>> function, IReadOnlyList<object?> workerArgs, EachOptions? options = null,
        CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(function))] string source = "") =>
        WorkersAsync<TResult>(sleigh, function, source, workerArgs, options, cancellationToken);

    private static Task<IReadOnlyList<T>> ElementsAsync<T>(
        Sleigh sleigh, Delegate function, string source, IEnumerable elements, IReadOnlyList<object?>? fixedArgs, EachOptions? options, CancellationToken cancellationToken)
    {
        var code = CodeOf(sleigh, function, source, options);
        return AdviseAsync<T>(() => sleigh.EachElemAsync(code, elements, fixedArgs, options, cancellationToken));
    }

    private static Task<IReadOnlyList<T>> WorkersAsync<T>(
        Sleigh sleigh, Delegate function, string source, IReadOnlyList<object?>? workerArgs, EachOptions? options, CancellationToken cancellationToken)
    {
        var code = CodeOf(sleigh, function, source, options);
        return AdviseAsync<T>(() => sleigh.EachWorkerAsync(code, workerArgs, options, cancellationToken));
    }

    private static Code CodeOf(Sleigh sleigh, Delegate function, string source, EachOptions? options)
    {
        ArgumentNullException.ThrowIfNull(sleigh);
        return ShippedFunction.Of(function, source, options?.Imports ?? [], sleigh.Assemblies);
    }

    private static async Task<IReadOnlyList<T>> AdviseAsync<T>(Func<Task<IReadOnlyList<NwsValue>>> run)
    {
        try
        {
            var results = await run().ConfigureAwait(false);
            return [.. results.Select(result => result.To<T>())];
        }
        catch (SleighTaskException fault) when (fault.Error.Type == "CompilationErrorException")
        {
            throw fault.WithAdvice(Advice);
        }
    }
}
