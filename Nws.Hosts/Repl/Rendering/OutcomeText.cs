using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Repl.Rendering;

/// <summary>What is said of code that did not end well.</summary>
internal static class OutcomeText
{
    /// <summary>The text; null if there is nothing to say.</summary>
    internal static string? Of(Outcome outcome, NwsLanguage language) => outcome switch
    {
        Outcome.Failed failed => Describe(failed.Error, language),
        Outcome.Lost lost => lost.Message,
        Outcome.Interrupted { KernelSurvived: true } => "interrupted",
        Outcome.Interrupted interrupted =>
            $"interrupted; {interrupted.Language.ToDisplayName()} had to be restarted: its variables and definitions are lost",
        _ => null,
    };

    private static string Describe(NwsError error, NwsLanguage language)
    {
        string stack = error.Stack.TrimEnd();
        string text = (stack.Length, language) switch
        {
            (0, _) => error.ToString(),
            // The newest call last, as Python tells it.
            (_, NwsLanguage.Python) => $"Traceback (most recent call last):\n{stack}\n{error}",
            _ => $"{error}\n{stack}",
        };
        return error.Cause is null ? text : $"{text}\ncaused by {Describe(error.Cause, NwsLanguages.TryParse(error.Cause.Language, out NwsLanguage cause) ? cause : language)}";
    }
}
