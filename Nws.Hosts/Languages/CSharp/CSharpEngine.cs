namespace Nws.Hosts.Languages.CSharp;

/// <summary>Runs C# code: evaluates, defines, invokes. One call at a time.</summary>
internal sealed class CSharpEngine
{
    private readonly SubmissionCompiler _compiler;
    private readonly SubmissionChain _chain;
    private readonly FunctionResolver _functions;
    private readonly ScriptGlobals _globals;

    internal CSharpEngine(ScriptGlobals globals, ScriptReferences references)
    {
        _globals = globals;
        _compiler = new SubmissionCompiler(references);
        _chain = new SubmissionChain(_compiler, globals);
        _functions = new FunctionResolver(_chain);
    }

    /// <summary>How many texts have been compiled.</summary>
    internal int Compilations => _compiler.Compilations;

    /// <returns>The value as it can travel.</returns>
    internal async Task<NwsValue> EvaluateAsync(string code, IReadOnlyList<NwsValue> arguments)
    {
        _globals.Begin(arguments);
        (Submission submission, object? last) = await _chain.RunAsync(code).ConfigureAwait(false);
        if (_globals.HasValue)
            return NwsValue.From(await Awaited.ValueAsync((object?)_globals.SleighValue).ConfigureAwait(false));
        return submission.Text.EndsWithSemicolon
            ? FromIfPossible(last)
            : NwsValue.From(await Awaited.ValueAsync(last).ConfigureAwait(false));
    }

    internal Task DefineAsync(string code)
    {
        _globals.Begin([]);
        return _chain.RunAsync(code);
    }

    /// <returns>The value as it can travel.</returns>
    internal async Task<NwsValue> InvokeAsync(string function, IReadOnlyList<NwsValue> arguments)
    {
        _globals.Begin(arguments);
        ScriptArgument[] given = [.. arguments.Select(argument => new ScriptArgument(argument))];
        ScriptFunction resolved = await _functions.ResolveAsync(function, given).ConfigureAwait(false);
        return NwsValue.From(await Awaited.ValueAsync(resolved.Call(given)).ConfigureAwait(false));
    }

    /// <summary>
    /// A statement such as <c>text.Append("x");</c> is done for its effect: a value nobody asked for must not make it fail.
    /// </summary>
    private static NwsValue FromIfPossible(object? value)
    {
        try
        {
            return NwsValue.From(value);
        }
        catch (NwsValueException)
        {
            return NwsValue.Nil;
        }
    }
}
