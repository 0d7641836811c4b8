using Microsoft.CodeAnalysis.Scripting;
using Nws.Hosts.Languages;
using Nws.Hosts.Languages.CSharp;
using Nws.Hosts.Repl.Session;

namespace Nws.Hosts.Cli.Eval;

/// <summary>Evaluates C# once, in this process: a kernel would cost the start of another.</summary>
internal static class CSharpEvaluation
{
    /// <summary>The assemblies that most lines need. To open all hundred and more takes longer than to compile a line.</summary>
    private static readonly HashSet<string> Usual =
    [
        "System.Private.CoreLib.dll", "System.Runtime.dll", "System.Collections.dll", "System.Linq.dll", "System.Console.dll", "System.Runtime.Numerics.dll", "System.Threading.dll",
        "System.Linq.Expressions.dll", "Microsoft.CSharp.dll", "System.Text.RegularExpressions.dll", "System.Memory.dll", "Nws.Runtime.dll", "nws.dll",
    ];

    /// <param name="code">The code.</param>
    /// <param name="settings">The server and the workspace that the code sees.</param>
    public static async Task<Outcome> RunAsync(string code, KernelSettings settings)
    {
        // The default of every connection that the code makes by itself.
        Environment.SetEnvironmentVariable(NwsEndpoint.ServerVariable, settings.Server);
        Environment.SetEnvironmentVariable(NwsEndpoint.TokenVariable, settings.Token);
        try
        {
            return await RunAsync(code, settings, new ScriptReferences(only: Usual));
        }
        catch (CompilationErrorException)
        {
            // Nothing has run. It may lack an assembly, or be wrong; then the error is that of the second attempt.
        }
        try
        {
            return await RunAsync(code, settings, new ScriptReferences());
        }
        catch (CompilationErrorException fault)
        {
            return new Outcome.Failed(ScriptErrors.Describe(fault));
        }
    }

    private static async Task<Outcome> RunAsync(string code, KernelSettings settings, ScriptReferences references)
    {
        var engine = new CSharpEngine(new ScriptGlobals(settings), references);
        if (SessionNames.AreIn(code))
        {
            await engine.DefineAsync(Prelude.Of(NwsLanguage.CSharp));
            await engine.DefineAsync(Prelude.Use(NwsLanguage.CSharp, settings.User!));
        }
        try
        {
            var value = await engine.EvaluateAsync(code, []);
            return value.Kind == NwsValueKind.Nil || code.TrimEnd().EndsWith(';') ? new Outcome.Done() : new Outcome.Result(value);
        }
        catch (Exception fault) when (fault is not CompilationErrorException)
        {
            return engine.Describe() is { } text ? new Outcome.Described(text) : new Outcome.Failed(ScriptErrors.Describe(fault));
        }
    }
}
