using Acornima;

namespace Nws.Hosts.Repl.Syntax;

/// <summary>Statements of JavaScript: they are incomplete if the parser fails at their very end.</summary>
internal static class JavaScriptStatements
{
    private static readonly ParserOptions Options = new() { AllowAwaitOutsideFunction = true, AllowReturnOutsideFunction = true };

    internal static bool AreComplete(string text)
    {
        // What has no end would be reported where it begins.
        if (Scanner.Scan(NwsLanguage.JavaScript, text) is [.., { IsOpen: true }]) return false;
        try
        {
            new Parser(Options).ParseScript(text);
            return true;
        }
        catch (SyntaxErrorException fault)
        {
            return fault.Error.Index < text.TrimEnd().Length;
        }
    }
}
