namespace Nws.Hosts.Cli.Each;

/// <summary>What <c>nws each</c> has been asked for.</summary>
/// <param name="Code">What each element runs.</param>
/// <param name="Sources">The varying arguments.</param>
/// <param name="Fixed">The arguments that are the same for all.</param>
internal sealed record EachRequest(Code Code, IReadOnlyList<ElementSource> Sources, IReadOnlyList<object?> Fixed)
{
    /// <summary>Code to be run on each worker before.</summary>
    public IReadOnlyList<string> Definitions { get; init; } = [];

    /// <summary>How to run the tasks.</summary>
    public EachOptions Options { get; init; } = new();

    /// <summary>How to write the results.</summary>
    public ResultForm Form { get; init; }

    /// <summary>Whether the first element that fails ends the call.</summary>
    public bool EndsAtFirstFailure { get; init; }

    /// <summary>Makes code of a text: a function takes the arguments in their order, an expression finds them under their names.</summary>
    /// <exception cref="SleighIllegalValueException">A name cannot be had in the language.</exception>
    public static Code CodeOf(NwsLanguage language, string text, IEnumerable<string> names)
    {
        var alone = Code.Of(language, text);
        return alone.Type == SleighTaskType.Invoke ? alone : Code.Of(language, text, [.. names]);
    }
}
