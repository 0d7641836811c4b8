using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Scripting;

namespace Nws.Hosts.Languages.CSharp;

/// <summary>
/// Tells the author of a piece of code what went wrong in it: without our frames, and without the names the compiler made up.
/// </summary>
internal static class ScriptErrors
{
    private static readonly Regex Statements = new(@"Submission#\d+\.<<Initialize>>d__\d+\.MoveNext\(\)");
    private static readonly Regex LocalFunction = new(@"Submission#\d+\.(<>c[^.]*\.)?<<Initialize>>g__(\w+)\|[\d_]+");
    private static readonly Regex Lambda = new(@"Submission#\d+\.(<>c[^.]*\.)?<<Initialize>>b__[\d_]+");
    private static readonly Regex ScriptClass = new(@"Submission#\d+\.");

    /// <param name="exception">What the code threw.</param>
    /// <param name="file">The file the code is in.</param>
    internal static NwsError Describe(Exception exception, string file = ScriptText.FileName)
    {
        if (exception is TargetInvocationException { InnerException: { } thrown })
            return Describe(thrown, file);
        return NwsError.FromException(exception, each => each is CompilationErrorException ? "" : Trim(each.StackTrace ?? "", file));
    }

    /// <summary>The frames up to the outermost one of the code; what called that is ours.</summary>
    private static string Trim(string stack, string file)
    {
        string[] frames = stack.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int last = Array.FindLastIndex(frames, frame => frame.Contains($" in {file}:line ", StringComparison.Ordinal));
        IEnumerable<string> ofCode = frames[..(last + 1)].Where(frame => !frame.StartsWith("---", StringComparison.Ordinal));
        return string.Join('\n', ofCode.Select(frame => Readable(frame, file)));
    }

    private static string Readable(string frame, string file)
    {
        string named = LocalFunction.Replace(Statements.Replace(frame.TrimEnd(), Path.GetFileName(file)), "$2");
        return ScriptClass.Replace(Lambda.Replace(named, "lambda"), "");
    }
}
