using Nws.Hosts.Repl.Session;
using Nws.Hosts.Repl.Syntax;

namespace Nws.Hosts.Repl.Terminal;

/// <summary>A session as a filter: lines in, results out. A text of several lines is run when it is complete.</summary>
internal static class PlainLoop
{
    /// <summary>Runs what comes until there is no more.</summary>
    /// <param name="session">The session.</param>
    /// <param name="input">Where the lines come from.</param>
    /// <param name="prompt">Called before each line, with whether the text has begun; for a terminal without abilities.</param>
    internal static async Task RunAsync(ReplSession session, TextReader input, Action<bool> prompt)
    {
        string text = "";
        while (!session.IsOver)
        {
            prompt(text.Length > 0);
            string? line = await input.ReadLineAsync();
            if (text.Length > 0 && (line is null || Statements.EndBefore(session.Language, text, line)))
            {
                await session.SubmitAsync(text);
                text = "";
            }
            if (line is null) return;
            text = text.Length == 0 ? line : $"{text}\n{line}";
            if (!session.IsComplete(text)) continue;
            if (!string.IsNullOrWhiteSpace(text)) await session.SubmitAsync(text);
            text = "";
        }
    }
}
