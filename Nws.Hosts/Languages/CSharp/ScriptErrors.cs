using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Scripting;

namespace Nws.Hosts.Languages.CSharp;

/// <summary>Tells the author of a piece of code what went wrong in it: without our frames, and without the names the compiler made up.</summary>
internal static class ScriptErrors
{
    private const string FrameOfCode = $" in {ScriptText.FileName}:line ";

    private static readonly Regex Statements = new(@"Submission#\d+\.<<Initialize>>d__\d+\.MoveNext\(\)");
    private static readonly Regex Lambda = new(@"Submission#\d+\.(<>c[^.]*\.)?<<Initialize>>b__[\d_]+");
    private static readonly Regex ScriptClass = new(@"Submission#\d+\.");

    internal static NwsError Describe(Exception exception)
    {
        if (exception is TargetInvocationException { InnerException: { } thrown })
            return Describe(thrown);
        NwsError? cause = exception.InnerException is { } inner ? Describe(inner) : null;
        string stack = exception is CompilationErrorException ? "" : Trim(exception.StackTrace ?? "");
        return new NwsError(exception.GetType().Name, exception.Message, stack, NwsLanguage.CSharp.ToWireName(), cause);
    }

    /// <summary>The frames up to the outermost one of the code; what called that is ours.</summary>
    private static string Trim(string stack)
    {
        string[] frames = stack.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int last = Array.FindLastIndex(frames, frame => frame.Contains(FrameOfCode, StringComparison.Ordinal));
        return string.Join('\n', frames[..(last + 1)].Where(frame => !frame.StartsWith("---", StringComparison.Ordinal)).Select(Readable));
    }

    private static string Readable(string frame) =>
        ScriptClass.Replace(Lambda.Replace(Statements.Replace(frame.TrimEnd(), ScriptText.FileName), "lambda"), "");
}
