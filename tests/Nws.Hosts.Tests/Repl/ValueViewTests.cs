using Nws.Hosts.Repl.Rendering;

namespace Nws.Hosts.Tests.Repl;

public sealed class ValueViewTests
{
    [Fact]
    public void Render_OfAShortValue_IsOneLine() => Assert.Equal("[1, 'a']", Render(new List<object> { 1, "a" }));

    [Fact]
    public void Render_OfALongArray_TellsTypeAndShape()
    {
        Assert.StartsWith("float64[1000]\n  0.0 1.0 2.0", Render(Enumerable.Range(0, 1000).Select(number => (double)number).ToArray()), StringComparison.Ordinal);
        Assert.StartsWith("int32[40 x 3]\n  0 0 0\n", Render(new int[40, 3]), StringComparison.Ordinal);
        Assert.EndsWith("… 20 more rows", Render(new int[40, 3]), StringComparison.Ordinal);
    }

    [Fact]
    public void Render_OfRecords_IsATable()
    {
        var rows = new[] { new { name = "ada", age = 36, city = "London" }, new { name = "grace", age = 85, city = "Arlington" } };

        Assert.Equal("name     age  city\n'ada'     36  'London'\n'grace'   85  'Arlington'", Render(rows, width: 40));
    }

    [Fact]
    public void Render_OfNestedValues_IsATree()
    {
        var value = new { name = "experiment", results = new { first = Enumerable.Range(100, 5).ToList(), second = "a text of some length" } };

        Assert.Equal(
            "map of 2\n├ 'name': 'experiment'\n└ 'results': map of 2\n  ├ 'first': [100, 101, 102, 103, 104]\n  └ 'second': 'a text of some length'",
            Render(value, width: 50));
    }

    [Fact]
    public void Render_OfAHugeValue_IsBounded()
    {
        Assert.EndsWith("more", Render(Enumerable.Range(0, 100_000).ToList()), StringComparison.Ordinal);
        Assert.True(Render(new string('x', 1_000_000)).Length < 2_100);
    }

    [Fact]
    public void RenderWhole_LeavesNothingOut() =>
        Assert.Equal(100_000, ValueView.RenderWhole(NwsValue.From(Enumerable.Range(0, 100_000).ToList()), NwsLanguage.Python, 80).Split(',').Length);

    [Theory]
    [InlineData("abc", 3)]
    [InlineData("日本", 4)]
    [InlineData("e\u0301", 1)]
    [InlineData("👋🏽", 2)]
    [InlineData("❤️", 2)]
    [InlineData("ｱ", 1)]
    [InlineData("가", 2)]
    [InlineData("\u200b", 0)]
    public void CellWidth_IsThatOfTerminals(string text, int width) => Assert.Equal(width, CellWidth.Of(text));

    [Fact]
    public void Table_WithoutRoom_CutsItsWidestColumns()
    {
        var table = new TextTable(["A", "B"], [["short", new string('x', 100)], ["日本語", 1]]);

        Assert.Equal("A       B\nshort   xxxxxxxxxxx…\n日本語  1", table.Render(20));
    }

    private static string Render(object value, int width = 60) => ValueView.Render(NwsValue.From(value), NwsLanguage.Python, width);
}
