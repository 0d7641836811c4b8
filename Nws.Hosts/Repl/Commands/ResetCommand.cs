using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Repl.Commands;

/// <summary><c>#reset</c>: forgets what was defined; the workspace stays.</summary>
internal static class ResetCommand
{
    internal static ReplCommand Create() => new("reset", "#reset [all]", "forget all variables and definitions of this language, or of all", RunAsync) { IsKept = _ => true };

    private static async Task RunAsync(ReplSession session, string argument, CancellationToken cancellation)
    {
        if (argument is not ("" or "all")) throw new ArgumentException("Write #reset or #reset all.");
        foreach (NwsLanguage language in argument == "all" ? SessionKernels.Languages : [session.Language]) await session.Kernels.ResetAsync(language);
        _ = session.Kernels.WarmUpAsync(session.Language);
    }
}
