using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Nws.Hosts.Languages;
using Nws.Hosts.Languages.CSharp;

namespace Nws.Hosts.Tests.Languages;

/// <summary>Which assemblies C# code can use, and how long its own stay.</summary>
public sealed class CSharpAssemblyTests : IDisposable
{
    private readonly DirectoryInfo _modules = Directory.CreateTempSubdirectory("nws-modules-");

    public void Dispose() => _modules.Delete(recursive: true);

    [Fact]
    public async Task ModulePath_AssemblyWithADependency_CanBeInvokedAndUsed()
    {
        string inner = Build("ModuleInner", "namespace Inner { public static class Factor { public static int Value => 3; } }");
        const string outer = "namespace Outer { public static class Calc { public static int Times(int x) => x * Inner.Factor.Value; } }";
        Build("ModuleOuter", outer, inner);
        File.WriteAllText(Path.Combine(_modules.FullName, "readme.dll"), "This is no assembly.");
        var engine = new CSharpEngine(new ScriptGlobals(new KernelSettings()), new ScriptReferences(_modules.FullName));
        Assert.Equal(12, (await engine.InvokeAsync("Outer.Calc.Times", [NwsValue.From(4)])).To<int>());
        Assert.Equal(15, (await engine.EvaluateAsync("using Outer;\nCalc.Times(5)", [])).To<int>());
    }

    [Fact]
    public async Task ModulePath_HoldsACopyOfOurs_OursCounts()
    {
        File.Copy(typeof(NwsValue).Assembly.Location, Path.Combine(_modules.FullName, "Nws.Runtime.dll"));
        var engine = new CSharpEngine(new ScriptGlobals(new KernelSettings()), new ScriptReferences(_modules.FullName));
        Assert.Equal(1, (await engine.EvaluateAsync("NwsValue.From(1)", [])).To<int>());
    }

    [Fact]
    public async Task Reference_NamedInTheText_IsThereForLaterTexts()
    {
        string path = Build("ModuleNamed", "namespace Named { public static class Calc { public static int Twice(int x) => 2 * x; } }");
        var engine = new CSharpEngine(new ScriptGlobals(new KernelSettings()), new ScriptReferences());
        await engine.DefineAsync($"#r \"{path}\"");
        Assert.Equal(8, (await engine.EvaluateAsync("Named.Calc.Twice(4)", [])).To<int>());
    }

    [Fact]
    public async Task Load_OfAFile_ItsDefinitionsAreThereForLaterTexts()
    {
        string path = Path.Combine(_modules.FullName, "twice.csx");
        File.WriteAllText(path, "int Twice(int x) => 2 * x;");
        var engine = new CSharpEngine(new ScriptGlobals(new KernelSettings()), new ScriptReferences(_modules.FullName));
        Assert.Equal(4, (await engine.EvaluateAsync("#load \"twice.csx\"\nTwice(2)", [])).To<int>());
        Assert.Equal(6, (await engine.EvaluateAsync("Twice(3)", [])).To<int>());
    }

    [Fact]
    public async Task Compiled_TextsNobodyKnowsAnyMore_AreUnloaded()
    {
        var chain = new SubmissionChain(
            new SubmissionCompiler(new ScriptReferences()), new ScriptGlobals(new KernelSettings()), cacheCapacity: 2);
        WeakReference first = await RunAsync(chain, "var x = 1;");
        for (int i = 2; i < 10; i++)
            await RunAsync(chain, $"var x = {i};");
        for (int attempt = 0; first.IsAlive && attempt < 20; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.False(first.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> RunAsync(SubmissionChain chain, string text) =>
        new((await chain.RunAsync(text)).Submission.Assembly);

    private string Build(string name, string source, params string[] references)
    {
        string path = Path.Combine(_modules.FullName, name + ".dll");
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(source, cancellationToken: TestContext.Current.CancellationToken)],
            [.. references.Append(typeof(object).Assembly.Location).Select(file => MetadataReference.CreateFromFile(file))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.Empty(compilation.Emit(path, cancellationToken: TestContext.Current.CancellationToken).Diagnostics);
        return path;
    }
}
