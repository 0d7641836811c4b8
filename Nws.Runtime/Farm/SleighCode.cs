namespace Nws;

/// <summary>What a worker does with a piece of code (user guide A.2.1, <c>type</c>).</summary>
public enum SleighTaskType
{
    /// <summary>Evaluates an expression or statements. The arguments are in <c>SleighArguments</c>; of statements the result is <c>SleighValue</c>, or the last expression.</summary>
    Eval,

    /// <summary>Calls a function: a name defined earlier, a lambda, or a dotted name in a module or type. The arguments are the function's.</summary>
    Invoke,

    /// <summary>Makes definitions that stay in the worker for later tasks.</summary>
    Define,
}

/// <summary>A piece of code to be run by workers.</summary>
/// <param name="Language">The language it is written in.</param>
/// <param name="Text">The code: an expression, statements, definitions, a lambda or a function's name, as <paramref name="Type"/> says.</param>
/// <param name="Type">What to do with it.</param>
public sealed record SleighCode(NwsLanguage Language, string Text, SleighTaskType Type = SleighTaskType.Eval)
{
    /// <summary>C# script, evaluated unless <paramref name="type"/> says otherwise.</summary>
    public static SleighCode CSharp(string text, SleighTaskType type = SleighTaskType.Eval) => new(NwsLanguage.CSharp, text, type);

    /// <summary>Python, evaluated unless <paramref name="type"/> says otherwise.</summary>
    public static SleighCode Python(string text, SleighTaskType type = SleighTaskType.Eval) => new(NwsLanguage.Python, text, type);

    /// <summary>JavaScript, evaluated unless <paramref name="type"/> says otherwise.</summary>
    public static SleighCode JavaScript(string text, SleighTaskType type = SleighTaskType.Eval) => new(NwsLanguage.JavaScript, text, type);

    /// <summary>R, evaluated unless <paramref name="type"/> says otherwise.</summary>
    public static SleighCode R(string text, SleighTaskType type = SleighTaskType.Eval) => new(NwsLanguage.R, text, type);

    internal string TypeName => Type switch
    {
        SleighTaskType.Invoke => "invoke",
        SleighTaskType.Define => "define",
        _ => "eval",
    };
}
