using Microsoft.CodeAnalysis.Scripting;
using Nws.Hosts.Languages;
using Nws.Hosts.Languages.CSharp;

namespace Nws.Hosts.Tests.Languages;

/// <summary>The C# engine without a process around it.</summary>
public sealed class CSharpEngineTests
{
    private static readonly Lazy<ScriptReferences> References = new(() => new ScriptReferences());

    private readonly CSharpEngine _engine = new(new ScriptGlobals(new KernelSettings()), References.Value);

    [Fact]
    public async Task Evaluate_SameTextManyTimes_IsCompiledOnce()
    {
        for (int i = 0; i < 1000; i++)
            Assert.Equal(2 * i, (await EvaluateAsync("SleighArguments[0] * 2", i)).To<int>());
        Assert.Equal(1, _engine.Compilations);
    }

    [Fact]
    public async Task Evaluate_SameTextWithVariablesManyTimes_IsCompiledOnce()
    {
        for (int i = 0; i < 1000; i++)
            await EvaluateAsync("var x = SleighArguments[0]; SleighValue = x + 1;", i);
        Assert.Equal(1, _engine.Compilations);
        Assert.Equal(999, (await EvaluateAsync("x")).To<int>());
    }

    [Theory]
    [InlineData("var x = SleighArguments[0]; x", "var x = 2 * SleighArguments[0]; x")]
    [InlineData("var x = SleighArguments[0]; x", "var y = 2 * SleighArguments[0]; y")]
    [InlineData("var x = SleighArguments[0]; x", "long x = 2 * SleighArguments[0]; var b = 1; x")]
    [InlineData("long x = SleighArguments[0], a = 1; x", "double x = 2 * SleighArguments[0]; var b = 2; x")]
    [InlineData("long f(long n) => n; f(SleighArguments[0])", "long g(long n) => 2 * n; g(SleighArguments[0])")]
    public async Task Evaluate_TwoTextsWithDeclarationsInTurn_AreNotCompiledAgain(string first, string second)
    {
        await InTurnAsync(first, second, rounds: 3);
        int compilations = _engine.Compilations;
        await InTurnAsync(first, second, rounds: 100);
        Assert.Equal(compilations, _engine.Compilations);
        Assert.InRange(compilations, 2, 4);
    }

    private async Task InTurnAsync(string first, string second, int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            Assert.Equal(i, (await EvaluateAsync(first, i)).To<int>());
            Assert.Equal(2 * i, (await EvaluateAsync(second, i)).To<int>());
        }
    }

    [Fact]
    public async Task Evaluate_TextsThatShareAVariableInTurn_TheLastOneRunCounts()
    {
        const string low = "long x = SleighArguments[0], a = x;";
        const string high = "double x = SleighArguments[0]; var b = x;";
        await EvaluateAsync(low, 1);
        await EvaluateAsync(high, 2);
        await EvaluateAsync(low, 3);
        Assert.Equal("3 3 2", (await EvaluateAsync("$\"{x} {a} {b}\"")).To<string>());
        await EvaluateAsync(high, 4);
        Assert.Equal("4 3 4", (await EvaluateAsync("$\"{x} {a} {b}\"")).To<string>());
        await EvaluateAsync(low, 5);
        Assert.Equal("5 5 4", (await EvaluateAsync("$\"{x} {a} {b}\"")).To<string>());
    }

    [Fact]
    public async Task Evaluate_ThreeTextsThatShareVariables_EachNameIsThatOfItsLastWriter()
    {
        const string one = "var x = SleighArguments[0]; var y = SleighArguments[0];";
        const string two = "var x = SleighArguments[0]; var p = 0;";
        const string three = "var y = SleighArguments[0]; var q = 0;";
        await EvaluateAsync(one, 1);
        await EvaluateAsync(two, 2);
        await EvaluateAsync(three, 3);
        Assert.Equal("2 3", (await EvaluateAsync("$\"{x} {y}\"")).To<string>());
        await EvaluateAsync(one, 4);
        await EvaluateAsync(three, 5);
        Assert.Equal("4 5", (await EvaluateAsync("$\"{x} {y}\"")).To<string>());
        await EvaluateAsync(two, 6);
        Assert.Equal("6 5", (await EvaluateAsync("$\"{x} {y}\"")).To<string>());
    }

    [Fact]
    public async Task Evaluate_NameGetsAnotherMeaning_KnownTextSeesIt()
    {
        await _engine.DefineAsync("int f() => 1;");
        Assert.Equal(1, (await EvaluateAsync("f()")).To<int>());
        await _engine.DefineAsync("int f() => 2;");
        Assert.Equal(2, (await EvaluateAsync("f()")).To<int>());
        await EvaluateAsync("var f = () => 3;");
        Assert.Equal(3, (await EvaluateAsync("f()")).To<int>());
    }

    [Fact]
    public async Task Evaluate_UnrelatedDefinition_KnownTextIsNotCompiledAgain()
    {
        await EvaluateAsync("SleighArguments[0] + 1", 1);
        await _engine.DefineAsync("int g() => 1;");
        int compilations = _engine.Compilations;
        await EvaluateAsync("SleighArguments[0] + 1", 2);
        Assert.Equal(compilations, _engine.Compilations);
    }

    [Fact]
    public async Task Evaluate_AssignmentFromKnownText_ChangesTheVariable()
    {
        await EvaluateAsync("long total = 0;");
        for (int i = 1; i <= 10; i++)
            await EvaluateAsync("total += SleighArguments[0]", i);
        Assert.Equal(55, (await EvaluateAsync("total")).To<int>());
    }

    [Fact]
    public async Task Evaluate_TextThatFails_DeclaresNothing()
    {
        await EvaluateAsync("var x = 1;");
        await Assert.ThrowsAsync<FormatException>(() => EvaluateAsync("var x = 2; int.Parse(\"?\");"));
        Assert.Equal(1, (await EvaluateAsync("x")).To<int>());
    }

    [Theory]
    [InlineData("var SleighValue = 7;")]
    [InlineData("SleighValue = 7; 8")]
    [InlineData("return 7;")]
    [InlineData("await Task.Delay(1); 7")]
    [InlineData("Task.FromResult(7)")]
    [InlineData("new ValueTask<int>(7)")]
    [InlineData("3 + 4;")]
    [InlineData("Max(7, 3);")]
    [InlineData("/* seven */ 7 // it is")]
    [InlineData("using System.Globalization;\nint.Parse(\"7\", CultureInfo.InvariantCulture)")]
    public async Task Evaluate_WaysToGiveAValue_AllWork(string code) => Assert.Equal(7, (await EvaluateAsync(code)).To<int>());

    [Theory]
    [InlineData("")]
    [InlineData("// nothing")]
    [InlineData("var nothing = 1;")]
    [InlineData("Task.Delay(1)")]
    [InlineData("Task.Delay(Timeout.Infinite);")]
    [InlineData("new Action(() => { });")]
    public async Task Evaluate_NoValue_IsNil(string code) => Assert.Equal(NwsValue.Nil, await EvaluateAsync(code));

    [Fact]
    public async Task Evaluate_VarSleighValue_DoesNotHideItFromLaterTexts()
    {
        await EvaluateAsync("var SleighValue = 1;");
        Assert.Equal(2, (await EvaluateAsync("SleighValue = 2;")).To<int>());
    }

    [Fact]
    public async Task Evaluate_TypedArgument_IsConverted() =>
        Assert.Equal(6, (await EvaluateAsync("SleighArgument<int[]>(0).Sum()", (object)new[] { 1L, 2L, 3L })).To<int>());

    [Fact]
    public async Task Evaluate_CompilationError_NamesLineAndColumn()
    {
        var error = await Assert.ThrowsAsync<CompilationErrorException>(() => EvaluateAsync("var a = 1;\n  nowhere + a"));
        Assert.StartsWith("<task>(2,3): error CS0103", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_TypesAndUsings_Stay()
    {
        await _engine.DefineAsync("using System.Globalization;\nrecord Point(int X, int Y) { public int Sum() => X + Y; }");
        Assert.Equal(3, (await EvaluateAsync("new Point(1, 2).Sum()")).To<int>());
        Assert.Equal("1.5", (await EvaluateAsync("1.5.ToString(CultureInfo.InvariantCulture)")).To<string>());
    }

    private Task<NwsValue> EvaluateAsync(string code, params object?[] arguments) =>
        _engine.EvaluateAsync(code, [.. arguments.Select(NwsValue.From)]);
}
