using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Nws.Hosts.Languages.CSharp.Completion;

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
        (Submission submission, object? last) = await _chain.RunAsync(code);
        if (_globals.HasValue)
            return NwsValue.From(await Awaited.ValueAsync((object?)_globals.SleighValue));
        return submission.Text.EndsWithSemicolon
            ? FromIfPossible(last)
            : NwsValue.From(await Awaited.ValueAsync(last));
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
        ScriptFunction resolved = await _functions.ResolveAsync(function, given);
        return NwsValue.From(await Awaited.ValueAsync(resolved.Call(given)));
    }

    /// <summary>What could stand at a place in a text; nothing of the text is run.</summary>
    /// <param name="code">The text.</param>
    /// <param name="cursor">The place, in code points.</param>
    /// <returns>The map of docs/kernels.md.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The cursor is not in the text.</exception>
    internal NwsValue Complete(string code, int cursor)
    {
        var point = new CompletionPoint(code, UnitsOf(code, cursor));
        CSharpCompilation compilation = _compiler.Analyse(point.Tree, _chain.Top);
        var items = Completer.ItemsAt(point, compilation.GetSemanticModel(point.Tree))
            .Select(item => new Dictionary<string, object?> { ["text"] = item.Text, ["kind"] = item.Kind }).ToList();
        return NwsValue.From(new Dictionary<string, object?> { ["start"] = PointsOf(code.AsSpan(0, point.Start)), ["items"] = items });
    }

    private static int UnitsOf(string code, int cursor)
    {
        int units = 0, points = 0;
        foreach (Rune point in code.EnumerateRunes())
        {
            if (points == cursor)
                return units;
            points++;
            units += point.Utf16SequenceLength;
        }
        return points == cursor
            ? units
            : throw new ArgumentOutOfRangeException(nameof(cursor), cursor, $"The text has {points} characters.");
    }

    private static int PointsOf(ReadOnlySpan<char> text)
    {
        int points = 0;
        foreach (Rune _ in text.EnumerateRunes())
            points++;
        return points;
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
