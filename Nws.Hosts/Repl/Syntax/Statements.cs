namespace Nws.Hosts.Repl.Syntax;

/// <summary>Whether a text can be run, or needs more lines.</summary>
internal static class Statements
{
    /// <summary>Whether there is nothing that the text still waits for. A text that is wrong is complete: its language says what is wrong.</summary>
    internal static bool AreComplete(NwsLanguage language, string text) => string.IsNullOrWhiteSpace(text) || language switch
    {
        NwsLanguage.Python => PythonStatements.AreComplete(text),
        NwsLanguage.JavaScript => JavaScriptStatements.AreComplete(text),
        NwsLanguage.R => RStatements.AreComplete(text),
        _ => CSharpStatements.AreComplete(text),
    };

    /// <summary>Whether a text that needs no more lines ends where this line begins, although nobody has said so by an empty line.</summary>
    internal static bool EndBefore(NwsLanguage language, string text, string line) =>
        language == NwsLanguage.Python && PythonStatements.EndBefore(text, line);
}
