using Nws.Hosts.Languages;
using Nws.Hosts.Languages.CSharp;

namespace Nws.Hosts.Tests.Languages;

/// <summary>What C# offers at a cursor, written as <c>|</c>.</summary>
public sealed class CSharpCompletionTests
{
    private const string Earlier = """
        using System.Text.Json;
        var numbers = new List<int> { 1, 2 };
        string title = "x";
        record Point(int X, int Y);
        int Twice(int x) => 2 * x;
        """;

    private static readonly Lazy<ScriptReferences> References = new(() => new ScriptReferences());

    private readonly CSharpEngine _engine = new(new ScriptGlobals(new KernelSettings()), References.Value);

    [Theory]
    [InlineData("num|", 0, "numbers", "variable")]
    [InlineData("numbers.Co|", 8, "Count", "property")]
    [InlineData("numbers.Co|", 8, "Contains", "function")]
    [InlineData("numbers.Wh|", 8, "Where", "function")]
    [InlineData("numbers.Where(x => x.Comp|", 21, "CompareTo", "function")]
    [InlineData("numbers.Select(n => n + nu|", 24, "numbers", "variable")]
    [InlineData("title?.Le|", 7, "Length", "property")]
    [InlineData("numbers[0].To|", 11, "ToString", "function")]
    [InlineData("if (numbers.Co|", 12, "Count", "property")]
    [InlineData("{ title.To|", 8, "ToUpper", "function")]
    [InlineData("$\"{tit|", 3, "title", "variable")]
    [InlineData("title.Sub|\nnumbers", 6, "Substring", "function")]
    [InlineData("title.Sub|str", 6, "Substring", "function")]
    [InlineData("Twi|", 0, "Twice", "function")]
    [InlineData("new Poi|", 4, "Point", "type")]
    [InlineData("Point p = null; p.|", 18, "X", "property")]
    [InlineData("void F() { var local = 1; loc|", 26, "local", "variable")]
    [InlineData("JsonS|", 0, "JsonSerializer", "type")]
    [InlineData("Sq|", 0, "Sqrt", "function")]
    [InlineData("System.Te|", 7, "Text", "module")]
    [InlineData("using Sys|", 6, "System", "module")]
    [InlineData("Console.writel|", 8, "WriteLine", "function")]
    [InlineData("DayOfWeek.Mon|", 10, "Monday", "property")]
    [InlineData("SleighR|", 0, "SleighRank", "variable")]
    [InlineData("SleighUserNws.Fe|", 14, "FetchAsync", "function")]
    [InlineData("ret|", 0, "return", "keyword")]
    [InlineData("😀;num|", 2, "numbers", "variable")]
    [InlineData("#r \"nuget: No.Such\"\nnum|", 20, "numbers", "variable")]
    public async Task Complete_InCode_OffersWhatFits(string code, int start, string text, string kind)
    {
        await _engine.DefineAsync(Earlier);
        NwsValue completion = Complete(code);
        Assert.Equal(start, completion["start"].To<int>());
        Assert.Contains((text, kind), Items(completion));
    }

    [Theory]
    [InlineData("// num|")]
    [InlineData("\"num|")]
    [InlineData("12|")]
    [InlineData("noSuchThing.|")]
    [InlineData("SleighArguments[0].|")]
    public async Task Complete_WhereNothingIsKnown_OffersNothing(string code)
    {
        await _engine.DefineAsync(Earlier);
        Assert.Empty(Items(Complete(code)));
    }

    [Theory]
    [InlineData("new Twi|", "Twice")]
    [InlineData("title.|", "IsNullOrEmpty")]
    [InlineData("String.|", "Length")]
    [InlineData("|", "MemberwiseClone")]
    public async Task Complete_InCode_LeavesOutWhatDoesNotFit(string code, string text)
    {
        await _engine.DefineAsync(Earlier);
        Assert.DoesNotContain(text, Items(Complete(code)).Select(item => item.Text));
    }

    [Fact]
    public void Complete_Anywhere_OffersSortedItemsUpToALimit()
    {
        string[] texts = [.. Items(Complete("|")).Select(item => item.Text)];
        Assert.InRange(texts.Length, 100, 1000);
        Assert.Equal(texts.Distinct().Order(StringComparer.Ordinal), texts);
    }

    [Fact]
    public async Task Complete_OfAssignments_RunsNothing()
    {
        await _engine.DefineAsync("var count = 1;");
        Complete("count = 2; cou|");
        Assert.Equal(1, (await _engine.EvaluateAsync("count", [])).To<int>());
    }

    [Fact]
    public void Complete_BeyondTheText_SaysSo() =>
        Assert.Contains("3 characters", Assert.Throws<ArgumentOutOfRangeException>(() => _engine.Complete("a😀b", 4)).Message, StringComparison.Ordinal);

    private NwsValue Complete(string code)
    {
        int cursor = code.IndexOf('|', StringComparison.Ordinal);
        return _engine.Complete(code.Remove(cursor, 1), code[..cursor].EnumerateRunes().Count());
    }

    private static IEnumerable<(string Text, string Kind)> Items(NwsValue completion) =>
        completion["items"].Items.Select(item => (item["text"].To<string>(), item["kind"].To<string>()));
}
