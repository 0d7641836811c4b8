using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Nws.Hosts.Languages.CSharp;

namespace Nws.Hosts.Cli.Scripts;

/// <summary>Runs a C# script in this process.</summary>
internal static class CSharpProgram
{
    /// <summary>Runs it to its end; compiles it while its environment is made.</summary>
    /// <param name="file">The script.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="preparation">What the script needs around it.</param>
    /// <returns>The integer that the script returns, else 0; 1 if it does not compile or throws.</returns>
    public static async Task<int> RunAsync(string file, string[] arguments, Task<ScriptEnvironment> preparation)
    {
        var compilation = Task.Run(() => Compile(Path.GetFullPath(file)));
        await using var environment = await preparation;
        try
        {
            var script = await compilation;
            await using var globals = new ScriptProgramGlobals(environment, arguments);
            return await script(globals) is int exitCode ? exitCode : ExitCodes.Ok;
        }
        catch (CompilationErrorException fault)
        {
            var errors = fault.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, errors));
            return ExitCodes.Failure;
        }
        catch (Exception fault)
        {
            await Console.Error.WriteLineAsync(Describe(ScriptErrors.Describe(fault, Path.GetFullPath(file))));
            return ExitCodes.Failure;
        }
    }

    /// <summary>The error and where it arose, then what caused it.</summary>
    private static string Describe(NwsError error)
    {
        string place = error.Stack.Length > 0 ? Environment.NewLine + error.Stack : "";
        string cause = error.Cause is null ? "" : $"{Environment.NewLine}caused by {Describe(error.Cause)}";
        return $"{error}{place}{cause}";
    }

    private static ScriptRunner<object> Compile(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        var options = ScriptOptions.Default
            .WithFilePath(path)
            .WithFileEncoding(Encoding.UTF8)
            .WithEmitDebugInformation(true)
            .WithOptimizationLevel(OptimizationLevel.Release)
            .WithAllowUnsafe(true)
            .WithImports(SubmissionCompiler.Imports)
            .WithReferences(new ScriptReferences().References)
            .WithMetadataResolver(ScriptMetadataResolver.Default.WithBaseDirectory(folder))
            .WithSourceResolver(ScriptSourceResolver.Default.WithBaseDirectory(folder));
        using var source = File.OpenRead(path);
        return CSharpScript.Create<object>(source, options, typeof(ScriptProgramGlobals)).CreateDelegate();
    }
}
