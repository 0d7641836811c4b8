using Acornima;
using Jint;
using Jint.Runtime;
using Nws.Farm;

namespace Nws.Hosts.Languages.EmbeddedJavaScript;

/// <summary>Tells the author of a piece of code what went wrong in it, with the lines of that code.</summary>
internal static class ScriptFaults
{
    private const string Language = "javascript";

    /// <summary>Writes a frame as Node.js does. Frames of the kernel's own modules are left out.</summary>
    internal static string Frame(string function, SourceLocation place, string[]? arguments)
    {
        if (ModuleShelf.Owns(place.SourceFile) || place.SourceFile is null) return "";
        int line = place.Start.Line - (place.SourceFile == ScriptText.FileNameLineAdded ? 1 : 0);
        if (line == 0) return "";
        string where = $"{ScriptText.FileName}:{line}:{place.Start.Column + 1}";
        return string.IsNullOrEmpty(function) || function.StartsWith('(') ? $"    at {where}\n" : $"    at {function} ({where})\n";
    }

    /// <param name="fault">What ended the task.</param>
    /// <param name="limits">The task's limits.</param>
    /// <param name="describe">Describes what code has thrown: the record of FARM.md.</param>
    internal static NwsError Describe(Exception fault, TaskLimits limits, Func<JavaScriptException, NwsError> describe) => fault switch
    {
        JavaScriptException thrown => describe(thrown),
        ParseErrorException parse => Syntax(parse),
        ModuleRefusedException or InvalidOperationException => new NwsError("Error", fault.Message, "", Language),
        OutOfMemoryException or MemoryLimitExceededException => Limit(TaskWatch.OutOfMemory(limits)),
        InsufficientExecutionStackException or RecursionDepthOverflowException =>
            Limit(new TaskLimitException(limits.Recursion < 0 ? "it was nested too deeply" : $"a function was more than {limits.Recursion:N0} times inside itself")),
        System.Text.RegularExpressions.RegexMatchTimeoutException =>
            Limit(new TaskLimitException($"a regular expression took longer than {limits.Regex.TotalSeconds} seconds")),
        _ => new NwsError(fault.GetType().Name, fault.Message, "", Language),
    };

    private static NwsError Limit(TaskLimitException fault) => new(nameof(TaskLimitException), fault.Message, "", Language);

    private static NwsError Syntax(ParseErrorException fault)
    {
        string stack = $"    at {ScriptText.FileName}:{fault.LineNumber}:{fault.Column + 1}";
        string advice = $"The embedded kernel reads ECMAScript 2023; if this is newer, it needs Node.js. {LanguageRegistry.NodeRemedy}";
        return new NwsError("SyntaxError", $"{fault.Description}. {advice}", stack, Language);
    }
}
