namespace Nws;

// The family of the user guide, A.2.2 to A.2.12, as far as this version can raise them.

/// <summary>Something went wrong with a Sleigh (user guide A.2.2).</summary>
public class SleighException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The results of a <see cref="SleighPending"/> have been returned before (user guide A.2.3).</summary>
public sealed class SleighGatheredException() : SleighException("The results have been gathered already; SleighPending.WaitAsync returns them once.");

/// <summary>An argument of a Sleigh operation cannot be used (user guide A.2.4).</summary>
public sealed class SleighIllegalValueException(string message, Exception? inner = null) : SleighException(message, inner);

/// <summary>The workers' program could not be found or started (user guide A.2.10).</summary>
public sealed class SleighScriptException(string message, Exception? inner = null) : SleighException(message, inner);

/// <summary>A worker did not join (user guide A.2.5).</summary>
public sealed class SleighJoinException(string message, Exception? inner = null) : SleighException(message, inner);

/// <summary>The Sleigh has been stopped (user guide A.2.11).</summary>
public sealed class SleighStoppedException() : SleighException("The Sleigh has been stopped.");

/// <summary>A task failed where it ran (user guide A.2.12). The message tells the remote type, message and stack.</summary>
public sealed class SleighTaskException : SleighException, IRemoteFault
{
    internal SleighTaskException(int tag, int rank, NwsError error)
        : base($"Task {tag} failed on worker {rank} ({error.Language}): {error.Describe()}") => (Tag, Rank, Error) = (tag, rank, error);

    /// <summary>Number of the element, from 0.</summary>
    public int Tag { get; }

    /// <summary>Rank of the worker it failed on.</summary>
    public int Rank { get; }

    /// <summary>The error as it was raised in the task's language.</summary>
    public NwsError Error { get; }

    /// <summary>The same, with words about what the author of the task can do.</summary>
    internal SleighTaskException WithAdvice(string advice) => new(Tag, Rank, Error with { Message = $"{Error.Message}{Environment.NewLine}{advice}" });

    string IRemoteFault.Summary => $"Task {Tag} failed on worker {Rank} ({Error.Language}): {Error}";
}
