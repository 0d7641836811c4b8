namespace Nws;

/// <summary>A worker as it introduced itself when it joined (the original's <c>workerInfo</c>).</summary>
/// <param name="Rank">Its number, from 0: the same in a worker that replaces a lost one.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Host">The machine it runs on.</param>
/// <param name="ProcessId">Its process there.</param>
/// <param name="Version">Its version of Nws.</param>
public sealed record SleighWorker(int Rank, string Name, string Host, int ProcessId, string Version)
{
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
    };
}
