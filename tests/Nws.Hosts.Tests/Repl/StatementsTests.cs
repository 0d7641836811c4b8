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
    [InlineData("def f():\n    return 1", "f()", true)]
    [InlineData("def f():\n    return 1", "    x", false)]
    [InlineData("if x:\n    a()", "else:", false)]
    [InlineData("def f():", "x", false)]
    [InlineData("x = [1,", "y", false)]
    public void Python_EndsBeforeALine(string text, string line, bool ends) => Assert.Equal(ends, Statements.EndBefore(NwsLanguage.Python, text, line));
}
