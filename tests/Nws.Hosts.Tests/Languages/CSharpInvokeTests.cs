using Microsoft.CodeAnalysis.Scripting;
using Nws.Hosts.Languages;
using Nws.Hosts.Languages.CSharp;

namespace Nws.Hosts.Tests.Languages;

/// <summary>How the C# engine finds and calls functions.</summary>
public sealed class CSharpInvokeTests
{
    private static readonly Lazy<ScriptReferences> References = new(() => new ScriptReferences());

    private readonly CSharpEngine _engine = new(new ScriptGlobals(new KernelSettings()), References.Value);

    [Fact]
    public async Task Invoke_LambdaManyTimes_IsCompiledOncePerTypesOfArguments()
    {
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(i * i, (await InvokeAsync("x => x * x", i)).To<int>());
            Assert.Equal(i * 0.25 * i, (await InvokeAsync("x => x * x", i * 0.5)).To<double>());
        }
        Assert.Equal(2, _engine.Compilations);
    }

    [Fact]
    public async Task Invoke_TypedLambda_ArgumentsAreConverted()
    {
        Assert.Equal(NwsValue.From(6.25), await InvokeAsync("(double x) => x * x", 2.5));
        Assert.Equal(NwsValue.From(9.0), await InvokeAsync("(double x) => x * x", 3));
        Assert.Equal(6, (await InvokeAsync("(double[] xs) => xs.Sum()", (object)new object[] { 1, 2.5, 2.5 })).To<double>());
        var map = new Dictionary<string, object> { ["a"] = 1 };
        Assert.Equal(1, (await InvokeAsync("(Dictionary<string, int> map) => map[\"a\"]", map)).To<int>());
    }

    [Theory]
    [InlineData("xs => xs.Count")]
    [InlineData("xs => xs.Where(x => x > 1).Count() + 1")]
    [InlineData("xs => { long n = 0; foreach (var x in xs) n += x / x; return n; }")]
    [InlineData("async xs => { await Task.Yield(); return xs.Count; }")]
    public async Task Invoke_UntypedLambdaWithList_KnowsItsMembers(string lambda) =>
        Assert.Equal(3, (await InvokeAsync(lambda, (object)new object[] { 1, 2, 3 })).To<int>());

    [Fact]
    public async Task Invoke_UntypedLambdaThatWidensItsParameter_Works() =>
        Assert.Equal(NwsValue.From(1.5), await InvokeAsync("x => { x = x / 2.0; return x; }", 3));

    [Fact]
    public async Task Invoke_UntypedLambdaThatNeedsInt_GetsInt() =>
        Assert.Equal(NwsValue.From("---"), await InvokeAsync("n => new string('-', n)", 3));

    [Fact]
    public async Task Invoke_UntypedLambdaWithLargeIntegers_DoesNotOverflow() =>
        Assert.Equal(NwsValue.From(10_000_000_000), await InvokeAsync("x => x * x", 100_000));

    [Fact]
    public async Task Invoke_LambdaWithoutValue_IsNil() => Assert.Equal(NwsValue.Nil, await InvokeAsync("x => { }", 3));

    [Fact]
    public async Task Invoke_LambdaOfNull_Works() => Assert.Equal(NwsValue.From(0), await InvokeAsync("x => x == null ? 0 : 1", [null]));

    [Fact]
    public async Task Invoke_LambdaCapturesVariable_SeesItsCurrentValue()
    {
        await _engine.EvaluateAsync("long factor = SleighArguments[0];", [NwsValue.From(2)]);
        Assert.Equal(6, (await InvokeAsync("x => x * factor", 3)).To<int>());
        await _engine.EvaluateAsync("long factor = SleighArguments[0];", [NwsValue.From(5)]);
        Assert.Equal(15, (await InvokeAsync("x => x * factor", 3)).To<int>());
    }

    [Fact]
    public async Task Invoke_LambdaDoesNotCompile_ErrorNamesLineAndColumnOfTheUsersText()
    {
        var error = await Assert.ThrowsAsync<CompilationErrorException>(() => InvokeAsync("x =>\n  x + nowhere", 1));
        Assert.StartsWith("<task>(2,7): error CS0103", error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<CompilationErrorException>(() => InvokeAsync("x => nowhere", 1));
        Assert.StartsWith("<task>(1,6): error CS0103", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_WrongNumberOfArguments_IsRefused()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => InvokeAsync("x => x", 1, 2));
        Assert.Contains("1", error.Message, StringComparison.Ordinal);
        Assert.Contains("2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("System.Math.Sqrt", 16, 4.0)]
    [InlineData("Math.Sqrt", 16, 4.0)]
    [InlineData("Sqrt", 16, 4.0)]
    [InlineData("Math.Abs", -3, 3)]
    [InlineData("Math.Abs", -3.5, 3.5)]
    [InlineData("Math.Abs", -3_000_000_000L, 3_000_000_000L)]
    [InlineData("int.Parse", "12", 12)]
    public async Task Invoke_DottedName_TakesTheOverloadOfTheArguments(string name, object argument, object expected) =>
        Assert.Equal(NwsValue.From(expected), await InvokeAsync(name, argument));

    [Fact]
    public async Task Invoke_OverloadsOfTwoNumbers_TakesTheNearest()
    {
        Assert.Equal(NwsValue.From(3), await InvokeAsync("Math.Max", 2, 3));
        Assert.Equal(NwsValue.From(3.0), await InvokeAsync("Math.Max", 2.5, 3));
    }

    [Theory]
    [InlineData("string.Join", "1-2-3", "-", 1, 2, 3)]
    [InlineData("string.Concat", "ab", "a", "b")]
    public async Task Invoke_OpenParameterList_TakesTheRest(string name, string expected, params object[] arguments) =>
        Assert.Equal(expected, (await InvokeAsync(name, arguments)).To<string>());

    [Fact]
    public async Task Invoke_DefinedOverloads_ArgumentsDecide()
    {
        await _engine.DefineAsync("""
            string f(int x) => "int";
            string f(double x) => "double";
            string f(string x, int n = 2) => "string" + n;
            """);
        Assert.Equal("int", (await InvokeAsync("f", 1)).To<string>());
        Assert.Equal("double", (await InvokeAsync("f", 1.5)).To<string>());
        Assert.Equal("string2", (await InvokeAsync("f", "a")).To<string>());
    }

    [Fact]
    public async Task Invoke_NoOverloadFits_ListsThem()
    {
        await _engine.DefineAsync("string f(int x) => \"\"; string f(double x) => \"\";");
        var error = await Assert.ThrowsAsync<ArgumentException>(() => InvokeAsync("f", "a"));
        Assert.Contains("(Int32 x); (Double x)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_VariableAndMemberAndType_AllWork()
    {
        await _engine.DefineAsync("""
            Func<int, int> triple = x => 3 * x;
            class Model { public int Predict(int x) => x + 100; public static int Twice(int x) => 2 * x; }
            var model = new Model();
            """);
        Assert.Equal(12, (await InvokeAsync("triple", 4)).To<int>());
        Assert.Equal(104, (await InvokeAsync("model.Predict", 4)).To<int>());
        Assert.Equal(8, (await InvokeAsync("Model.Twice", 4)).To<int>());
        await Assert.ThrowsAsync<ArgumentException>(() => InvokeAsync("model", 4));
        await Assert.ThrowsAsync<MissingMethodException>(() => InvokeAsync("Model.Thrice", 4));
    }

    [Fact]
    public async Task Invoke_UnknownNameThatIsDefinedLater_IsFoundThen()
    {
        await Assert.ThrowsAsync<MissingMethodException>(() => InvokeAsync("Late.Twice", 4));
        await _engine.DefineAsync("static class Late { public static int Twice(int x) => 2 * x; }");
        Assert.Equal(8, (await InvokeAsync("Late.Twice", 4)).To<int>());
    }

    [Fact]
    public async Task Invoke_FunctionThrows_StackNamesFunctionAndLineOnly()
    {
        await _engine.DefineAsync("""
            int fail(int x)
            {
                throw new InvalidOperationException("no luck", new FormatException("inside"));
            }
            """);
        Exception thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => InvokeAsync("fail", 1));
        NwsError error = ScriptErrors.Describe(thrown);
        Assert.Equal("   at fail(Int32 x) in <task>:line 3", error.Stack);
        Assert.Equal(("FormatException", "inside"), (error.Cause?.Type, error.Cause?.Message));
    }

    [Fact]
    public async Task Invoke_LambdaWithUsings_TheyHoldForItAlone()
    {
        const string lambda = "using System.Text.RegularExpressions; using static System.MathF;\nx => Regex.Escape(x)";
        for (int i = 0; i < 3; i++)
            Assert.Equal("a\\.b", (await InvokeAsync(lambda, "a.b")).To<string>());
        Assert.Equal(1, _engine.Compilations);
        await Assert.ThrowsAsync<CompilationErrorException>(() => InvokeAsync("(string x) => Regex.Escape(x)", "a.b"));
    }

    private Task<NwsValue> InvokeAsync(string function, params object?[] arguments) =>
        _engine.InvokeAsync(function, [.. arguments.Select(NwsValue.From)]);
}
