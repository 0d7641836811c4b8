using Nws.Hosts.Repl.Syntax;

namespace Nws.Hosts.Tests.Repl;

public sealed class StatementsTests
{
    [Theory]
    [InlineData("1 + 1", true)]
    [InlineData("x = [1,", false)]
    [InlineData("x = [1,\n2]", true)]
    [InlineData("s = '''a", false)]
    [InlineData("s = '''a\nb'''", true)]
    [InlineData("s = 'a", true)] // an error, which Python tells
    [InlineData("x = 1 + \\", false)]
    [InlineData("def f():", false)]
    [InlineData("def f():\n    return 1", false)]
    [InlineData("def f():\n    return 1\n", true)]
    [InlineData("for x in y: print(x)", true)]
    [InlineData("@cached", false)]
    [InlineData("if x:\n    a()\nelse:", false)]
    [InlineData("x = {'a': 1}", true)]
    [InlineData("x = (1,  # [", false)]
    [InlineData("f('''\n  indented''')", true)]
    [InlineData("with a as b: # comment", false)]
    public void Python_IsComplete(string text, bool complete) => Assert.Equal(complete, Statements.AreComplete(NwsLanguage.Python, text));

    [Theory]
    [InlineData("1 + 1", true)]
    [InlineData("1 +", false)]
    [InlineData("const f = x => {", false)]
    [InlineData("const f = x => {\n  return x;\n}", true)]
    [InlineData("`a ${b", false)]
    [InlineData("`a ${`b`} c`", true)]
    [InlineData("await ws.fetch('x')", true)]
    [InlineData("if (x)", false)]
    [InlineData("/* open", false)]
    [InlineData("const r = /[(]/;", true)]
    [InlineData("let let = ;", true)] // an error, which JavaScript tells
    [InlineData("f(1,", false)]
    public void JavaScript_IsComplete(string text, bool complete) => Assert.Equal(complete, Statements.AreComplete(NwsLanguage.JavaScript, text));

    [Theory]
    [InlineData("1 + 1", true)]
    [InlineData("var x = 1;", true)]
    [InlineData("var x =", false)]
    [InlineData("int F(int x)\n{", false)]
    [InlineData("int F(int x)\n{\n    return x;\n}", true)]
    [InlineData("if (x)", false)]
    [InlineData("var s = \"\"\"\n  a", false)]
    [InlineData("ws.Store(\"x\",", false)]
    [InlineData("/* open", false)]
    public void CSharp_IsComplete(string text, bool complete) => Assert.Equal(complete, Statements.AreComplete(NwsLanguage.CSharp, text));

    [Theory]
    [InlineData("1 + 1", true)]
    [InlineData("1 +", false)]
    [InlineData("1 + # more", false)]
    [InlineData("x <-", false)]
    [InlineData("x |>", false)]
    [InlineData("1:3 %in%", false)]
    [InlineData("5 %", true)] // an error, which R tells
    [InlineData("x$", false)]
    [InlineData("f(1,", false)]
    [InlineData("function(x)", false)]
    [InlineData("function(x) x", true)]
    [InlineData("\\(x)", false)]
    [InlineData("if (a(b))", false)]
    [InlineData("if (a) b else", false)]
    [InlineData("for (i in 1:3)", false)]
    [InlineData("f(x)", true)]
    [InlineData("f <- function(x) {\n  x", false)]
    [InlineData("f <- function(x) {\n  x\n}", true)]
    [InlineData("'a\nb", false)]
    [InlineData("r\"(a) \"", false)]
    [InlineData("r\"-(a)\" )-\"", true)]
    [InlineData("is.function", true)]
    [InlineData("# remark", true)]
    public void R_IsComplete(string text, bool complete) => Assert.Equal(complete, Statements.AreComplete(NwsLanguage.R, text));

    [Theory]
    [InlineData("def f():\n    return 1", "f()", true)]
    [InlineData("def f():\n    return 1", "    x", false)]
    [InlineData("if x:\n    a()", "else:", false)]
    [InlineData("def f():", "x", false)]
    [InlineData("x = [1,", "y", false)]
    public void Python_EndsBeforeALine(string text, string line, bool ends) => Assert.Equal(ends, Statements.EndBefore(NwsLanguage.Python, text, line));
}
