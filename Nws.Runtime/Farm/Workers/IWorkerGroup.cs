namespace Nws.Farm;

/// <summary>The workers of a master, and the two workspaces it shares with them.</summary>
internal interface IWorkerGroup : IAsyncDisposable
{
    /// <summary>A worker's rank and what is known of its end; raised when a worker is lost whose own tasks the master has to answer for.</summary>
    event Action<int, string>? Lost;

    /// <summary>The workspace of tasks and results.</summary>
    NetWorkSpace Workspace { get; }

    /// <summary>The workspace the program shares with its tasks.</summary>
    NetWorkSpace UserWorkspace { get; }

    /// <summary>How many workers there are, or are to be.</summary>
    int WorkerCount { get; }

    /// <summary>Those that have joined, by rank.</summary>
    IReadOnlyList<SleighWorker> Members { get; }

    /// <summary>Whether no further worker can join, but in the place of a lost one.</summary>
    bool IsClosed { get; }

    /// <summary>How many tasks of one job may be under way for each worker; null if the master need not think of others.</summary>
    int? MostTasksPerWorker { get; }

    /// <summary>Completed, with what is known of the last one's end, when no worker is left or will come.</summary>
    Task<string> AllLost { get; }

    /// <exception cref="SleighStoppedException">The master has stopped or left it.</exception>
    void ThrowIfStopped();

    /// <summary>Waits until the group is closed, or some time.</summary>
    Task WaitUntilClosedAsync(TimeSpan limit, CancellationToken cancellationToken);

    /// <summary>Lets no further worker join, and goes on with those that have.</summary>
    Task CloseAsync(CancellationToken cancellationToken);

    /// <summary>The ranks of the workers that run a task of their own each, of those that have some tags.</summary>
    IReadOnlyList<int> RanksNow(IReadOnlyList<string> tags);

    /// <summary>A number for a job that begins.</summary>
    /// <param name="language">The language of its code.</param>
    /// <param name="elements">How many elements it has; null if nobody knows.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<long> NumberJobAsync(NwsLanguage language, long? elements, CancellationToken cancellationToken);

    /// <summary>Notes that a job is over, however it ended.</summary>
    Task EndJobAsync(long job);

    /// <summary>Notes that a result of the worker of a rank has come.</summary>
    void Worked(int rank);

    /// <summary>How the workers ended that ended last, for an error that one of them may be the reason of.</summary>
    string RecentEnds();
}
