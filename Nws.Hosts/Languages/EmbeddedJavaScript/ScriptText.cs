using Acornima;
using Acornima.Ast;
using Jint;

namespace Nws.Hosts.Languages.EmbeddedJavaScript;

/// <summary>A task's text as the interpreter can run it: as a console would, line for line the same.</summary>
internal static class ScriptText
{
    /// <summary>What a text is called in stack traces.</summary>
    internal const string FileName = "<task>";

    /// <summary>What a text is called before which a line was put.</summary>
    internal const string FileNameLineAdded = "<task>+1";

    private static readonly ParserOptions Options = new() { AllowAwaitOutsideFunction = true, EcmaVersion = EcmaVersion.Latest };

    // As everywhere, the text of a function can be asked for.
    private static readonly ScriptPreparationOptions Preparation = new() { ParsingOptions = new ScriptParsingOptions { RetainFunctionSourceText = true } };

    /// <summary>Prepares statements, or an expression.</summary>
    /// <exception cref="ParseErrorException">The text is no JavaScript.</exception>
    /// <exception cref="ModuleRefusedException">It imports what there is only in Node.js.</exception>
    internal static Prepared<Script> Prepare(string code)
    {
        if (code.TrimStart().StartsWith('{') && TryExpression(code.TrimEnd().TrimEnd(';')) is { } literal) return literal;
        string source = ImportDeclarations.Rewrite(code);
        Script script = new Parser(Options).ParseScript(source, FileName);
        var rewriting = new Rewriting(source, script);
        string text = rewriting.Apply();
        return Prepared(text, rewriting.AddsLine ? FileNameLineAdded : FileName);
    }

    /// <summary>Prepares a text that must be an expression, such as a lambda.</summary>
    /// <exception cref="ParseErrorException">It is none.</exception>
    internal static Prepared<Script> PrepareExpression(string code) => TryExpression(code) ?? Prepare(code);

    private static Prepared<Script>? TryExpression(string code)
    {
        string text = $"(\n{code}\n)";
        try
        {
            Script script = new Parser().ParseScript(text);
            return script.Body is [ExpressionStatement] ? Prepared(text, FileNameLineAdded) : null;
        }
        catch (ParseErrorException)
        {
            return null;
        }
    }

    private static Prepared<Script> Prepared(string text, string name)
    {
        try
        {
            return Engine.PrepareScript(text, name, options: Preparation);
        }
        catch (ScriptPreparationException fault) when (fault.InnerException is ParseErrorException error)
        {
            throw error;
        }
    }
}
