using Nws.Farm;

namespace Nws;

/// <summary>
/// A piece of code to be run by workers. <see cref="CSharp(string, string[])"/>, <see cref="Python(string, string[])"/>,
/// <see cref="JavaScript(string, string[])"/> and <see cref="R(string, string[])"/> see from the text what is to be done with it:
/// <list type="bullet">
/// <item>a lambda is called with the arguments of the task: <c>Code.Python("lambda x: x * x")</c>;</item>
/// <item>an expression whose arguments are given names is evaluated with them: <c>Code.Python("x * x", "x")</c>;</item>
/// <item>everything else is evaluated as it is, and finds its arguments in <c>SleighArguments</c>: <c>Code.Python("SleighArguments[0] ** 2")</c>.</item>
/// </list>
/// A function that is known by its name alone is called with <see cref="SleighTaskType.Invoke"/>, <c>Code.Python("math.sqrt", SleighTaskType.Invoke)</c>, or in an expression,
/// <c>Code.Python("tokenise(path)", "path")</c>. <see cref="Sleigh.DefineAsync"/> makes definitions.
/// </summary>
/// <param name="Language">The language it is written in.</param>
/// <param name="Text">The code: an expression, statements, definitions, a lambda or a function's name, as <paramref name="Type"/> says.</param>
/// <param name="Type">What to do with it.</param>
public sealed record Code(NwsLanguage Language, string Text, SleighTaskType Type)
{
    /// <summary>C# script.</summary>
    /// <param name="text">A lambda, an expression of <paramref name="parameters"/>, or any C# script.</param>
    /// <param name="parameters">The names by which an expression knows its arguments, in order. Default: none.</param>
    /// <exception cref="SleighIllegalValueException">A name cannot be that of a parameter, or the text is a lambda, which names its parameters itself.</exception>
    public static Code CSharp(string text, params string[] parameters) => Of(NwsLanguage.CSharp, text, parameters);

    /// <summary>C# script, to be used as <paramref name="type"/> says.</summary>
    public static Code CSharp(string text, SleighTaskType type) => new(NwsLanguage.CSharp, text, type);

    /// <summary>Python.</summary>
    /// <param name="text">A lambda, an expression of <paramref name="parameters"/>, or any Python code.</param>
    /// <param name="parameters">The names by which an expression knows its arguments, in order. Default: none.</param>
    /// <exception cref="SleighIllegalValueException">A name cannot be that of a parameter, or the text is a lambda, which names its parameters itself.</exception>
    public static Code Python(string text, params string[] parameters) => Of(NwsLanguage.Python, text, parameters);

    /// <summary>Python, to be used as <paramref name="type"/> says.</summary>
    public static Code Python(string text, SleighTaskType type) => new(NwsLanguage.Python, text, type);

    /// <summary>JavaScript.</summary>
    /// <param name="text">An arrow function, an expression of <paramref name="parameters"/>, or any JavaScript code.</param>
    /// <param name="parameters">The names by which an expression knows its arguments, in order. Default: none.</param>
    /// <exception cref="SleighIllegalValueException">A name cannot be that of a parameter, or the text is a function, which names its parameters itself.</exception>
    public static Code JavaScript(string text, params string[] parameters) => Of(NwsLanguage.JavaScript, text, parameters);

    /// <summary>JavaScript, to be used as <paramref name="type"/> says.</summary>
    public static Code JavaScript(string text, SleighTaskType type) => new(NwsLanguage.JavaScript, text, type);

    /// <summary>R.</summary>
    /// <param name="text">A function, an expression of <paramref name="parameters"/>, or any R code.</param>
    /// <param name="parameters">The names by which an expression knows its arguments, in order. Default: none.</param>
    /// <exception cref="SleighIllegalValueException">A name cannot be that of a parameter, or the text is a function, which names its parameters itself.</exception>
    public static Code R(string text, params string[] parameters) => Of(NwsLanguage.R, text, parameters);

    /// <summary>R, to be used as <paramref name="type"/> says.</summary>
    public static Code R(string text, SleighTaskType type) => new(NwsLanguage.R, text, type);

    /// <summary>Code of a language that is known at run time only.</summary>
    /// <param name="language">The language.</param>
    /// <param name="text">A lambda, an expression of <paramref name="parameters"/>, or any other code.</param>
    /// <param name="parameters">The names by which an expression knows its arguments, in order. Default: none.</param>
    /// <exception cref="SleighIllegalValueException">A name cannot be that of a parameter, or the text is a lambda, which names its parameters itself.</exception>
    public static Code Of(NwsLanguage language, string text, params string[] parameters)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(parameters);
        var syntax = FunctionSyntax.Of(language);
        if (parameters.Length > 0) return new Code(language, syntax.Function(text, parameters), SleighTaskType.Invoke);
        return new Code(language, text, syntax.IsFunction(text) ? SleighTaskType.Invoke : SleighTaskType.Eval);
    }

    /// <summary>
    /// Whether workers run it in a sandbox: for code that nobody vouches for. There it meets strict limits of time, memory and statements (docs/kernels.md), reaches neither files nor network nor workspaces, and
    /// leaves nothing behind for the next task. Default: false.
    /// </summary>
    public bool Sandbox { get; private init; }

    /// <summary>The same code, to be run in a sandbox: <c>Code.JavaScript("x => x * x").Sandboxed()</c>.</summary>
    /// <exception cref="SleighIllegalValueException">It is not JavaScript, or makes definitions, which a sandbox would not keep.</exception>
    public Code Sandboxed()
    {
        SandboxRules.Check(Language, Type);
        return this with { Sandbox = true };
    }

    internal string TypeName => Type switch
    {
        SleighTaskType.Invoke => "invoke",
        SleighTaskType.Define => "define",
        _ => "eval",
    };
}
