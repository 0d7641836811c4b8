namespace Nws.Runtime.Tests.Farm;

public sealed class CodeTests
{
    [Fact]
    public void Sandboxed_JavaScript_KeepsTextAndType()
    {
        Code code = Code.JavaScript("x => x * x");
        Assert.False(code.Sandbox);
        Assert.Equal((code.Text, SleighTaskType.Invoke, true), (code.Sandboxed().Text, code.Sandboxed().Type, code.Sandboxed().Sandbox));
    }

    [Fact]
    public void Sandboxed_WhatTheSandboxDoesNotRun_IsRefused()
    {
        Assert.Contains("JavaScript only, not Python", Assert.Throws<SleighIllegalValueException>(() => Code.Python("x").Sandboxed()).Message, StringComparison.Ordinal);
        Assert.Throws<SleighIllegalValueException>(() => Code.JavaScript("let x", SleighTaskType.Define).Sandboxed());
    }

    [Theory]
    [InlineData(NwsLanguage.Python, "lambda x: x * x")]
    [InlineData(NwsLanguage.Python, "  # squares\n  lambda x: x * x")]
    [InlineData(NwsLanguage.Python, "lambda: 1")]
    [InlineData(NwsLanguage.R, "function(x) x^2")]
    [InlineData(NwsLanguage.R, "# squares\n\\(x) x^2")]
    [InlineData(NwsLanguage.JavaScript, "x => x * x")]
    [InlineData(NwsLanguage.JavaScript, "(x, y = f(1)) => x * y")]
    [InlineData(NwsLanguage.JavaScript, "async ([a, b]) => a")]
    [InlineData(NwsLanguage.JavaScript, "// squares\nx => x * x")]
    [InlineData(NwsLanguage.JavaScript, "/* a */ function (x) { return x; }")]
    [InlineData(NwsLanguage.JavaScript, "async function* (x) { yield x; }")]
    [InlineData(NwsLanguage.CSharp, "x => x * x")]
    [InlineData(NwsLanguage.CSharp, "(int x, List<(int, int)> y) => { return x; }")]
    [InlineData(NwsLanguage.CSharp, "static async (int x) => await F(x)")]
    [InlineData(NwsLanguage.CSharp, "List<int> (int x) => [x]")]
    [InlineData(NwsLanguage.CSharp, "() => 1")]
    public void Of_ALambda_IsInvoked(NwsLanguage language, string text) =>
        Assert.Equal(new Code(language, text, SleighTaskType.Invoke), Code.Of(language, text));

    [Theory]
    [InlineData(NwsLanguage.Python, "SleighRank")]
    [InlineData(NwsLanguage.Python, "f = lambda x: x")]
    [InlineData(NwsLanguage.Python, "lambdas + 1")]
    [InlineData(NwsLanguage.Python, "(lambda x: x)(3)")]
    [InlineData(NwsLanguage.JavaScript, "(x => x * x)(3)")]
    [InlineData(NwsLanguage.JavaScript, "[1].map(x => x)")]
    [InlineData(NwsLanguage.JavaScript, "function f(x) { return x; }\nf(3)")]
    [InlineData(NwsLanguage.JavaScript, "x >= 3")]
    [InlineData(NwsLanguage.CSharp, "var f = (int x) => x;")]
    [InlineData(NwsLanguage.CSharp, "(1 + 2) * 3")]
    [InlineData(NwsLanguage.CSharp, "int f(int x) => x;")]
    [InlineData(NwsLanguage.CSharp, "numbers.Select(x => x)")]
    public void Of_AnythingElse_IsEvaluated(NwsLanguage language, string text) =>
        Assert.Equal(new Code(language, text, SleighTaskType.Eval), Code.Of(language, text));

    [Theory]
    [InlineData(NwsLanguage.Python, "x * y # product", "lambda x, y: (x * y # product\n)")]
    [InlineData(NwsLanguage.R, "x * y # product", "function(x, y) {x * y # product\n}")]
    [InlineData(NwsLanguage.JavaScript, "({ x, y })", "(x, y) => (({ x, y })\n)")]
    [InlineData(NwsLanguage.JavaScript, "await f(x, y)", "async (x, y) => (await f(x, y)\n)")]
    [InlineData(NwsLanguage.CSharp, "x * y", "(x, y) => x * y")]
    [InlineData(NwsLanguage.CSharp, "await F(x, y)", "async (x, y) => await F(x, y)")]
    public void Of_AnExpressionWithParameters_IsAFunction(NwsLanguage language, string text, string function) =>
        Assert.Equal(new Code(language, function, SleighTaskType.Invoke), Code.Of(language, text, "x", "y"));

    [Theory]
    [InlineData("x * x", new[] { "x y" }, "'x y'")]
    [InlineData("x * x", new[] { "1" }, "'1'")]
    [InlineData("x * x", new[] { "" }, "''")]
    [InlineData("x * x", new[] { "x", "x" }, "Two parameters have the name 'x'")]
    [InlineData("lambda x: x", new[] { "x" }, "without 'x'")]
    public void Of_ParametersThatCannotBe_IsRefused(string text, string[] parameters, string reason) =>
        Assert.Contains(reason, Assert.Throws<SleighIllegalValueException>(() => Code.Python(text, parameters)).Message, StringComparison.Ordinal);

    [Fact]
    public void Language_ByItsName_IsSet()
    {
        Assert.Equal(NwsLanguage.CSharp, Code.CSharp("1").Language);
        Assert.Equal(NwsLanguage.Python, Code.Python("1").Language);
        Assert.Equal(NwsLanguage.JavaScript, Code.JavaScript("1").Language);
        Assert.Equal(new Code(NwsLanguage.Python, "math.sqrt", SleighTaskType.Invoke), Code.Python("math.sqrt", SleighTaskType.Invoke));
    }

    [Fact]
    public void EveryLanguage_HasASyntax() =>
        Assert.All(Enum.GetValues<NwsLanguage>(), language => Assert.Equal(SleighTaskType.Invoke, Code.Of(language, "x", "x").Type));
}
