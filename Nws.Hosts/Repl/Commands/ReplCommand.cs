using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Repl.Commands;

/// <summary>A command of the prompt. What it complains of by an exception with a message for people is shown, and counts as a failure.</summary>
/// <param name="Name">Its name, without the sharp.</param>
/// <param name="Usage">How it is written.</param>
/// <param name="Summary">What it does, in a line.</param>
/// <param name="RunAsync">Does it: session, argument, and what ends it early.</param>
internal sealed record ReplCommand(string Name, string Usage, string Summary, Func<ReplSession, string, CancellationToken, Task> RunAsync)
{
    /// <summary>Whether a saved session needs it with this argument, as it changes what later inputs give. Default: never.</summary>
    internal Func<string, bool> IsKept { get; init; } = _ => false;

    /// <summary>The words that may follow, for completion; none unless it says so.</summary>
    internal Func<ReplSession, Task<IEnumerable<string>>> WordsAsync { get; init; } = _ => Task.FromResult(Enumerable.Empty<string>());
}
