namespace Nws;

/// <summary>What a worker does with a piece of code (user guide A.2.1, <c>type</c>).</summary>
public enum SleighTaskType
{
    /// <summary>
    /// Evaluates an expression or statements. The arguments are in <c>SleighArguments</c>; of statements the result is <c>SleighValue</c>, or the last expression.
    /// </summary>
    Eval,

    /// <summary>Calls a function: a name defined earlier, a lambda, or a dotted name in a module or type. The arguments are the function's.</summary>
    Invoke,

    /// <summary>Makes definitions that stay in the worker for later tasks.</summary>
    Define,
}
