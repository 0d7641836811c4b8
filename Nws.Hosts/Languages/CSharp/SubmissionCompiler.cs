using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Scripting;
using Nws.Hosts.Languages.CSharp.Packages;

namespace Nws.Hosts.Languages.CSharp;

/// <summary>Compiles texts to submissions.</summary>
internal sealed class SubmissionCompiler(ScriptReferences references)
{
    /// <summary>The name spaces that code sees without a <c>using</c>.</summary>
    internal static readonly ImmutableArray<string> Imports =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Math", "System.Numerics",
        "System.Text", "System.Threading", "System.Threading.Tasks", "Nws",
    ];

    private static readonly EmitOptions WithSymbols = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    // Optimised: tasks are there to compute. The price is that a stack trace may lack the frame of a function that was inlined.
    private readonly CSharpCompilationOptions _options = new(
        OutputKind.DynamicallyLinkedLibrary,
        usings: Imports,
        optimizationLevel: OptimizationLevel.Release,
        // Texts are short: to spread one over threads costs more than it gains.
        concurrentBuild: false,
        metadataReferenceResolver: references.MetadataResolver,
        sourceReferenceResolver: references.SourceResolver,
        allowUnsafe: true);

    /// <summary>How many texts have been compiled.</summary>
    internal int Compilations { get; private set; }

    /// <exception cref="CompilationErrorException">The text has errors; the message names each with line and column.</exception>
    /// <exception cref="PackageException">A package that the text names cannot be had.</exception>
    internal Submission Compile(ScriptText text, Submission? parent)
    {
        references.Add(text.Packages);
        CSharpCompilation compilation = Create(++Compilations, text.Tree, _options, parent);
        Assembly assembly = Load(compilation, parent);
        references.Remember(compilation.DirectiveReferences);
        return new Submission(text, parent, compilation, EntryPoint(compilation, assembly));
    }

    /// <summary>What the compiler knows about a text that is not to be run.</summary>
    internal CSharpCompilation Analyse(SyntaxTree tree, Submission? parent) => Create(Compilations + 1, tree, _options, parent);

    private CSharpCompilation Create(int number, SyntaxTree tree, CSharpCompilationOptions options, Submission? parent) =>
        CSharpCompilation.CreateScriptCompilation(
            $"nws-submission-{number}",
            tree,
            references.References,
            options.WithScriptClassName($"Submission#{number}"),
            parent?.Compilation,
            typeof(object),
            typeof(ScriptGlobals));

    private Assembly Load(CSharpCompilation compilation, Submission? parent)
    {
        using var code = new MemoryStream();
        using var symbols = new MemoryStream();
        EmitResult result = compilation.Emit(code, symbols, options: WithSymbols);
        if (!result.Success)
            throw Failure(result.Diagnostics);
        code.Position = 0;
        symbols.Position = 0;
        return new SubmissionLoadContext(parent, references).LoadFromStream(code, symbols);
    }

    private static CompilationErrorException Failure(ImmutableArray<Diagnostic> diagnostics)
    {
        IEnumerable<Diagnostic> errors = diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .OrderBy(diagnostic => diagnostic.Location.GetMappedLineSpan().StartLinePosition);
        return new CompilationErrorException(string.Join('\n', errors), diagnostics);
    }

    private static MethodInfo EntryPoint(CSharpCompilation compilation, Assembly assembly)
    {
        IMethodSymbol entryPoint = compilation.GetEntryPoint(CancellationToken.None)!;
        Type scriptClass = assembly.GetType(entryPoint.ContainingType.MetadataName, throwOnError: true)!;
        return scriptClass.GetMethod(entryPoint.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
    }
}
