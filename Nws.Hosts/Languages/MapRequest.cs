using Nws.Values;

namespace Nws.Hosts.Languages;

/// <summary>What a map does with each element.</summary>
internal enum MapKind
{
    /// <summary>Evaluates a text; the arguments are its <c>SleighArguments</c>.</summary>
    Evaluate,

    /// <summary>Calls a function with the arguments.</summary>
    Invoke,
}

/// <summary>Asks a kernel to run the same code for many elements (docs/kernels.md).</summary>
/// <param name="Kind">What is done with each.</param>
/// <param name="Code">The text, or the function.</param>
/// <param name="Rows">A list per element: its varying arguments.</param>
internal sealed record MapRequest(MapKind Kind, string Code, IReadOnlyList<NwsValue> Rows)
{
    /// <summary>What stands behind the varying arguments of every element. Default: nothing.</summary>
    internal IReadOnlyList<NwsValue> Fixed { get; init; } = [];

    /// <summary>Which of these arguments the code gets, by position and in this order. Default: all.</summary>
    internal IReadOnlyList<int>? Permute { get; init; }

    /// <summary>Makes the random numbers of each element depend on this and its number in the job alone. Default: they are as they come.</summary>
    internal long? Seed { get; init; }

    /// <summary>The number of the first row as an element of its job. Default: 0.</summary>
    internal long First { get; init; }

    /// <summary>An element that ran longer is the last: the others are not run, and the parts hold fewer elements than there are rows. Default: all are run.</summary>
    internal TimeSpan? Patience { get; init; }

    /// <summary>Called with the position of an element when it has run longer than <see cref="Patience"/>, if the kernel can tell while it runs. All before it have been reported then, and none behind it will begin.</summary>
    internal Action<int>? Stalled { get; init; }

    /// <summary>Called with the position of each element before it begins. Default: nobody is told, which is faster.</summary>
    internal Action<int>? Begun { get; init; }

    internal NwsValue[] ToParameters()
    {
        var options = new Dictionary<string, object?>
        {
            ["seed"] = Seed, ["first"] = First == 0 ? null : First, ["marks"] = Begun is null ? null : true, ["patience"] = Patience?.TotalSeconds,
        };
        return
        [
            ValueFactory.Text(Kind == MapKind.Invoke ? "invoke" : "evaluate"), NwsValue.From(Code), ValueFactory.List([.. Rows]), ValueFactory.List([.. Fixed]),
            NwsValue.From(Permute), NwsValue.From(options.Where(option => option.Value is not null).ToDictionary()),
        ];
    }

    /// <param name="parameters">Those of a request <c>map</c>.</param>
    /// <param name="begun">Becomes <see cref="Begun"/> if the host wants to be told.</param>
    /// <exception cref="ArgumentException">They are not those of a map.</exception>
    /// <exception cref="NwsValueException">One has the wrong kind.</exception>
    internal static MapRequest FromParameters(IReadOnlyList<NwsValue> parameters, Action<int> begun)
    {
        if (parameters is not [var kind, var code, var rows, var given, var permute, var options])
            throw new ArgumentException($"A map has 6 parameters (type, code, rows, fixed, permute, options), not {parameters.Count}.");
        return new MapRequest(KindOf(kind.To<string>()), code.To<string>(), rows.Items)
        {
            Fixed = given.Items,
            Permute = permute.To<int[]?>(),
            Seed = Option(options, "seed").To<long?>(),
            First = Option(options, "first").To<long?>() ?? 0,
            Patience = Option(options, "patience").To<double?>() is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Begun = Option(options, "marks").To<bool?>() == true ? begun : null,
        };
    }

    /// <summary>The arguments of an element: the varying ones, then the fixed ones, or of these the positions asked for.</summary>
    /// <param name="position">The position of the element.</param>
    /// <param name="arguments">The arguments.</param>
    /// <returns>What is wrong if a position is asked for that there is not; else null.</returns>
    internal NwsError? TryGetArguments(int position, out NwsValue[] arguments)
    {
        NwsValue[] all = arguments = [.. Rows[position].Items, .. Fixed];
        if (Permute is null) return null;
        foreach (int place in Permute)
        {
            if (place < 0 || place >= all.Length)
                return new NwsError(nameof(NwsException), $"argPermute asks for argument {place}, but there are {all.Length} (0 to {all.Length - 1}).", "", "nws");
        }
        arguments = [.. Permute.Select(place => all[place])];
        return null;
    }

    private static MapKind KindOf(string name) => name switch
    {
        "evaluate" => MapKind.Evaluate,
        "invoke" => MapKind.Invoke,
        _ => throw new ArgumentException($"A map is of type 'evaluate' or 'invoke', not '{name}'."),
    };

    private static NwsValue Option(NwsValue options, string name) => options.TryGetValue(NwsValue.From(name), out NwsValue value) ? value : NwsValue.Nil;
}
