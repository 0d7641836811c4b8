using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Nws.Hosts.Languages.CSharp.Completion;
using Nws.Hosts.Languages.KernelEnd;

namespace Nws.Hosts.Languages.CSharp;

/// <summary>Runs C# code: evaluates, defines, invokes. One call at a time.</summary>
internal sealed class CSharpEngine
{
    private readonly SubmissionCompiler _compiler;
    private readonly SubmissionChain _chain;
    private readonly FunctionResolver _functions;
    private readonly ScriptGlobals _globals;
    private object? _unsent;

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
            return Sent(await Awaited.ValueAsync((object?)_globals.SleighValue));
        return submission.Text.EndsWithSemicolon
            ? FromIfPossible(last)
            : Sent(await Awaited.ValueAsync(last));
    }

    /// <summary>The value of the text that was evaluated last as C# writes it, if it could not travel; null if it could.</summary>
    internal string? Describe()
    {
        object? value = _unsent;
        _unsent = null;
        return value is null ? null : $"{value}";
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

    /// <summary>Runs a text or function for many elements, until the map is done or an element was interrupted.</summary>
    /// <param name="map">What to run.</param>
    /// <param name="report">Takes what becomes of each.</param>
    /// <param name="interrupted">Whether the request has been interrupted.</param>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    internal async Task MapAsync(MapRequest map, MapReport report, Func<bool> interrupted)
    {
        var function = new RepeatedCall(_functions, map.Code);
        report.Patience = map.Patience;
        if (map.Begun is not null) await CompileAsync(map, function, interrupted);
        for (int position = 0; position < map.Rows.Count; position++)
        {
            map.Begun?.Invoke(position);
            report.Begin(position);
            _globals.Seed(map.Seed is { } seed ? SplitMix.SeedOf(seed, map.First + position) : null);
            try
            {
                if (map.TryGetArguments(position, out NwsValue[] arguments) is { } refusal) report.Fail(position, refusal);
                else report.Add(await (map.Kind == MapKind.Invoke ? CallAsync(function, arguments) : new ValueTask<NwsValue>(EvaluateAsync(map.Code, arguments))));
            }
            catch (Exception fault) when (!interrupted())
            {
                report.Fail(position, ScriptErrors.Describe(fault));
            }
            if (interrupted()) throw new OperationCanceledException("The task was interrupted.");
            if (report.IsOver) break;
        }
    }

    /// <summary>Compiles ahead of the first element: whoever measures how long elements take does not mean that.</summary>
    private async Task CompileAsync(MapRequest map, RepeatedCall function, Func<bool> interrupted)
    {
        if (map.Rows.Count == 0 || map.TryGetArguments(0, out NwsValue[] arguments) is not null) return;
        _globals.Begin(arguments);
        try
        {
            if (map.Kind == MapKind.Evaluate) _chain.Compile(map.Code);
            else await function.PrepareAsync(arguments);
        }
        catch (Exception) when (!interrupted())
        {
            // Every element says so.
        }
    }

    /// <summary>Makes a variable of the type that its value has; an integer is an <c>int</c> if it fits, as if its number stood there.</summary>
    /// <exception cref="ArgumentException">The name is no identifier.</exception>
    internal Task SetAsync(string name, NwsValue value)
    {
        CheckIdentifier(name);
        _globals.Begin([value]);
        object? content = value.ToObject();
        string type = CSharpTypeName.Of(content, content is >= (long)int.MinValue and <= (long)int.MaxValue ? ParameterTyping.ShortIntegers : ParameterTyping.Natural);
        return _chain.RunAsync($"{type} {name} = ({type}){nameof(ScriptGlobals.SleighArguments)}[0];");
    }

    /// <summary>Takes a variable away: whatever names it does not compile any more.</summary>
    /// <exception cref="ArgumentException">The name is no identifier.</exception>
    internal Task UnsetAsync(string name)
    {
        CheckIdentifier(name);
        // What a text has declared cannot be undone, but it can be hidden by something that nobody may use.
        return _chain.TryFind(name, out _) ? _chain.RunAsync($"[System.Obsolete(\"It has been taken away.\", true)] object {name} = null;") : Task.CompletedTask;
    }

    /// <summary>Ends the random numbers of a map: later ones depend on no seed.</summary>
    internal void EndMap() => _globals.Seed(null);

    private async ValueTask<NwsValue> CallAsync(RepeatedCall function, NwsValue[] arguments)
    {
        _globals.Begin(arguments);
        return NwsValue.From(await Awaited.ValueAsync(await function.CallAsync(arguments)));
    }

    private static void CheckIdentifier(string name)
    {
        if (!SyntaxFacts.IsValidIdentifier(name) || SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None)
            throw new ArgumentException($"'{name}' cannot be the name of a variable of C#.");
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

    private NwsValue Sent(object? value)
    {
        try
        {
            return NwsValue.From(value);
        }
        catch (NwsValueException)
        {
            _unsent = value;
            throw;
        }
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
