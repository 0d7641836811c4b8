namespace Nws;

/// <summary>A worker as it introduced itself when it joined (the original's <c>workerInfo</c>).</summary>
/// <param name="Rank">Its number, from 0: the same in a worker that replaces a lost one.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Host">The machine it runs on.</param>
/// <param name="ProcessId">Its process there.</param>
/// <param name="Version">Its version of Nws.</param>
public sealed record SleighWorker(int Rank, string Name, string Host, int ProcessId, string Version)
{
    /// <summary>The operating system of its machine, for people.</summary>
    public string Os { get; init; } = "";

    /// <summary>How many processors it may use; 0 if it did not say.</summary>
    public int Cores { get; init; }

    /// <summary>Its tags, such as <c>gpu</c>.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The languages that tasks can be written in there, as the wire names them.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>When it joined; null if it did not say.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The place it was started in; null if somebody started it by hand.</summary>
    internal int? Place { get; private init; }

    internal static SleighWorker Read(NwsValue introduction) => new(
        introduction["rank"].To<int>(),
        introduction["name"].To<string>(),
        introduction["host"].To<string>(),
        introduction["pid"].To<int>(),
        introduction["version"].To<string>())
    {
        Place = introduction["place"].To<int?>(),
        Os = Maybe(introduction, "os", ""),
        Cores = Maybe(introduction, "cores", 0),
        Tags = Maybe<List<string>>(introduction, "tags", []),
        Languages = Maybe<List<string>>(introduction, "languages", []),
        Since = Maybe<DateTimeOffset?>(introduction, "since", null),
    };

    // Workers of another version, or written by somebody else, may say less.
    private static T Maybe<T>(NwsValue introduction, string key, T missing) =>
        introduction.TryGetValue(NwsValue.From(key), out var value) && value.Kind != NwsValueKind.Nil ? value.To<T>() : missing;
}
