using System.Runtime.CompilerServices;
using Nws.Farm;

namespace Nws.Runtime.Tests.Farm;

/// <summary>Which lambdas and methods can be sent to workers, and what is sent for them.</summary>
public sealed class ShippedFunctionTests
{
    private readonly int _field = 3;

    private int Property => _field;

    public static int Public(int x) => x;

    private static int Private(int x) => x;

    [Fact]
    public void Lambda_WithTypes_TravelsAsItIs()
    {
        Assert.Equal("(int x) => x * x", TextOf((int x) => x * x));
        Assert.Equal("static (int x, int y) => { return x - y; }", TextOf(static (int x, int y) => { return x - y; }));
        Assert.Equal("async (int x) => { await Task.Yield(); return x; }", TextOf(async (int x) => { await Task.Yield(); return x; }));
        Assert.Equal("() => Environment.ProcessId", TextOf(() => Environment.ProcessId));
        Assert.Equal("delegate (int x) { return x; }", TextOf(delegate (int x) { return x; }));
        Assert.Equal("((int A, int B) pair) => pair.A", TextOf(((int A, int B) pair) => pair.A));
        Assert.Equal("(int x) => (x + 1)", TextOf(((int x) => (x + 1))));
    }

    [Fact]
    public void Lambda_WithoutTypes_GetsThoseOfTheCall()
    {
        Assert.Equal("(global::System.Int32 x) => x * x", Inferred<int, int>(x => x * x));
        Assert.Equal("static (global::System.Int32 x) => x", Inferred<int, int>(static x => x));
        Assert.Equal("(global::System.Collections.Generic.List<global::System.String[]> x) => x.Count", Inferred<List<string[]>, int>((x) => x.Count));
        Assert.Equal("(global::System.Collections.Generic.Dictionary<global::System.String, object>.KeyCollection x) => 1", Inferred<Dictionary<string, object>.KeyCollection, int>(x => 1));
        Assert.Equal("(global::System.Nullable<global::System.Int32> x) => x ?? 0", Inferred<int?, int>(x => x ?? 0));
    }

    [Fact]
    public void Lambda_WithImports_HasThemBefore() =>
        Assert.Equal("using System.Text.Json; using static System.Math; (int x) => x", TextOf((int x) => x, ["System.Text.Json", "static System.Math"]));

    [Theory]
    [InlineData("System.Text.Json;")]
    [InlineData("")]
    [InlineData("a b")]
    public void Import_ThatIsNoNameSpace_IsRefused(string import) => Refuses(() => TextOf((int x) => x, [import]), $"'{import}' cannot be imported");

    [Fact]
    public void Lambda_WithAConstantOnly_IsNotACapture()
    {
        const int unused = 3;
        Assert.Equal("(int x) => x * unused", TextOf((int x) => x * unused));
    }

    [Fact]
    public void Lambda_ThatCaptures_IsRefusedWithTheNames()
    {
        int count = 1, other = 2, third = 3;
        Refuses(() => TextOf((int x) => x * count + other), "'count' and 'other'");
        Refuses(() => TextOf((int x) => x * third), "uses 'third' of");
        Refuses(() => TextOf((int x) => x * _field), "uses '_field' of");
        Refuses(() => TextOf((int x) => x * Property), "uses 'Property' of");
        Refuses(() => TextOf((int x) => x * this.GetHashCode()), "uses '");
        Refuses(() => TextOf((int x) => x * count), "fixed argument");
        if (count == 1)
        {
            int inner = count;
            Refuses(() => TextOf((int x) => x * inner * count), "'inner'");
            Refuses(() => TextOf((int x) => x * inner * count), "'count'");
        }
    }

    [Fact]
    public void Method_PublicAndKnownToWorkers_IsCalledByItsFullName()
    {
        Assert.Equal("(global::System.Double a0) => global::System.Math.Sqrt(a0)", TextOf(Math.Sqrt));
        Assert.Equal("(global::System.Int32 a0) => global::System.Math.Abs(a0)", TextOf<Func<int, int>>(Math.Abs));
        Assert.Equal("(global::System.String a0, global::System.String a1) => global::System.IO.Path.Combine(a0, a1)", TextOf<Func<string, string, string>>(Path.Combine));
        Assert.Equal("() => global::System.Array.Empty<global::System.Int32>()", TextOf<Func<int[]>>(Array.Empty<int>));
    }

    [Fact]
    public void Method_OfThisProgram_IsCalledIfTheModulePathHasIt()
    {
        Refuses(() => TextOf(Public), typeof(ShippedFunctionTests).Assembly.GetName().Name!);
        Refuses(() => TextOf(Public), "ModulePath");
        Assert.Equal(
            "(global::System.Int32 a0) => global::Nws.Runtime.Tests.Farm.ShippedFunctionTests.Public(a0)", TextOf(Public, modulePath: AppContext.BaseDirectory));
    }

    [Fact]
    public void Method_ThatWorkersCannotCall_IsRefusedWithTheReason()
    {
        int Local(int x) => x;
        Refuses(() => TextOf(Private), "ShippedFunctionTests.Private is not public");
        Refuses(() => TextOf(Local), "Local is a local function");
        Refuses(() => TextOf<Func<string, bool>>("abc".Contains), "String.Contains is a method of an object");
    }

    [Fact]
    public void Delegate_InAVariable_IsRefused()
    {
        Func<int, int> square = x => x * x;
        Refuses(() => TextOf(square), "'square'");
        Refuses(() => TextOf((Func<int, int>)(x => x * x)), "Write a lambda in the call itself");
    }

    [Fact]
    public void Parameter_OfATypeOnlyThisProgramHas_IsRefused()
    {
        Refuses(() => Inferred<Own, int>(x => 1), "Own");
        Refuses(() => Inferred<List<Own>, int>(x => 1), "The parameter 'x'");
    }

    private static void Refuses(Func<string> text, string reason) =>
        Assert.Contains(reason, Assert.Throws<SleighIllegalValueException>(text).Message, StringComparison.Ordinal);

    private static string Inferred<T, TResult>(Func<T, TResult> function, [CallerArgumentExpression(nameof(function))] string source = "") => TextOf(function, source: source);

    private static string TextOf<T>(T function, string[]? imports = null, string? modulePath = null, [CallerArgumentExpression(nameof(function))] string source = "")
        where T : Delegate
    {
        var code = ShippedFunction.Of(function, source, imports ?? [], new WorkerAssemblies(modulePath));
        Assert.Equal((NwsLanguage.CSharp, SleighTaskType.Invoke), (code.Language, code.Type));
        return code.Text;
    }

    public sealed record Own;
}
