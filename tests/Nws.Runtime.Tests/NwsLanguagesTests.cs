namespace Nws.Runtime.Tests;

public sealed class NwsLanguagesTests
{
    [Theory]
    [InlineData("cs", NwsLanguage.CSharp)]
    [InlineData("CSharp", NwsLanguage.CSharp)]
    [InlineData("py", NwsLanguage.Python)]
    [InlineData("PYTHON", NwsLanguage.Python)]
    [InlineData("Js", NwsLanguage.JavaScript)]
    [InlineData("javascript", NwsLanguage.JavaScript)]
    [InlineData("R", NwsLanguage.R)]
    public void Parse_KnownName_IsTheLanguage(string name, NwsLanguage language) => Assert.Equal(language, NwsLanguages.Parse(name));

    [Theory]
    [InlineData(NwsLanguage.CSharp, "csharp", "C#")]
    [InlineData(NwsLanguage.Python, "python", "Python")]
    [InlineData(NwsLanguage.JavaScript, "javascript", "JavaScript")]
    [InlineData(NwsLanguage.R, "r", "R")]
    public void Names_OfEachLanguage_AreFixed(NwsLanguage language, string wire, string display)
    {
        Assert.Equal((wire, display), (language.ToWireName(), language.ToDisplayName()));
        Assert.Equal(language, NwsLanguages.Parse(wire));
    }

    [Fact]
    public void Parse_UnknownName_ListsTheNames()
    {
        var error = Assert.Throws<ArgumentException>(() => NwsLanguages.Parse("cobol"));
        Assert.Equal("There is no language 'cobol'. There are: csharp (cs), python (py), javascript (js), r.", error.Message);
    }

    [Theory]
    [InlineData("model.py", NwsLanguage.Python)]
    [InlineData("dir.d/Model.CSX", NwsLanguage.CSharp)]
    [InlineData("a.js", NwsLanguage.JavaScript)]
    [InlineData("a.mjs", NwsLanguage.JavaScript)]
    [InlineData("fit.r", NwsLanguage.R)]
    public void OfFile_KnownEnding_IsTheLanguage(string file, NwsLanguage language) => Assert.Equal(language, NwsLanguages.OfFile(file));

    [Fact]
    public void OfFile_UnknownEnding_NamesFileAndEndings()
    {
        var error = Assert.Throws<ArgumentException>(() => NwsLanguages.OfFile("notes.txt"));
        Assert.Contains("'notes.txt'", error.Message, StringComparison.Ordinal);
        Assert.Contains(".csx, .py, .js, .mjs, .R", error.Message, StringComparison.Ordinal);
    }
}
