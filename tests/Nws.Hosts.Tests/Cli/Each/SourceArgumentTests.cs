using Nws.Hosts.Cli.Each;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli.Each;

public sealed class SourceArgumentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1..3", "[1, 2, 3]", 3)]
    [InlineData("red,4,-1.5,007,", "[\"red\", 4, -1.5, \"007\", \"\"]", 5)]
    [InlineData("5", "[5]", 1)]
    [InlineData("[1, {\"a\": null}, \"b\"]", "[1, {\"a\": null}, \"b\"]", 3)]
    [InlineData("[]", "[]", 0)]
    public async Task Words_AreRangesListsOrJson(string text, string json, long count)
    {
        Assert.Equal(json, await JsonOfAsync(text));
        Assert.Equal(count, SourceArgument.ReadAll([text], new Word(keepsText: false))[0].Count);
    }

    [Theory]
    [InlineData("list.txt", "", "[\"one\", 2, \"\", \"3 4\"]")]
    [InlineData("table.csv", "", "[{\"name\": \"pear\", \"price\": 2.5}, {\"name\": \"apple, red\", \"price\": null}]")]
    [InlineData("table.csv", ":price", "[2.5, null]")]
    [InlineData("table.csv", ":name", "[\"pear\", \"apple, red\"]")]
    [InlineData("table.tsv", ":b", "[\"x,y\"]")]
    [InlineData("list.json", "", "[{\"n\": 1}, {\"n\": [2]}]")]
    [InlineData("list.json", ":n", "[1, [2]]")]
    [InlineData("list.jsonl", "", "[{\"n\": 1}, {\"n\": \"a\"}]")]
    [InlineData("list.jsonl", ":n", "[1, \"a\"]")]
    public async Task Files_AreWhatTheirEndingSays(string file, string column, string json) => Assert.Equal(json, await JsonOfAsync($"@{Write(file)}{column}"));

    [Theory]
    [InlineData("list.txt", "", "[\"one\", \"2\", \"\", \"3 4\"]")]
    [InlineData("table.csv", ":price", "[\"2.5\", \"\"]")]
    public async Task Files_OfText_KeepWhatLooksLikeNumbers(string file, string column, string json) =>
        Assert.Equal(json, await JsonOfAsync($"@{Write(file)}{column}", keepsText: true));

    [Fact]
    public void Names_AreGivenOrXYZ()
    {
        var sources = SourceArgument.ReadAll(["1..2", "price=3", "4"], new Word(keepsText: false));

        Assert.Equal(["x", "price", "z"], sources.Select(source => source.Name));
    }

    [Theory]
    [InlineData("n=3", "n", "3")]
    [InlineData("n=a b", "n", "\"a b\"")]
    [InlineData("n=", "n", "\"\"")]
    [InlineData("n=[1,2]", "n", "[1, 2]")]
    [InlineData("n=a=b", "n", "\"a=b\"")]
    public void Fixed_IsJsonElseText(string argument, string name, string json)
    {
        var (read, value) = SourceArgument.ReadFixed(argument);

        Assert.Equal((name, json), (read, value.Render(NwsNotation.Json)));
    }

    [Theory]
    [InlineData("@nowhere.txt", "nowhere.txt")]
    [InlineData("x=", "--over x=1..10")]
    [InlineData("[1,", "not JSON")]
    [InlineData("1..2 y=3 y=4", "called 'y'")]
    [InlineData("- -", "one argument only")]
    [InlineData("1 2 3 4 5 6 7", "needs a name")]
    public void Arguments_ThatCannotBeRead_SayWhich(string arguments, string what)
    {
        var fault = Assert.Throws<FormatException>(() => SourceArgument.ReadAll(arguments.Split(' '), new Word(keepsText: false)));

        Assert.Contains(what, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("table.csv", ":cost", "no column 'cost'; its columns are: name, price")]
    [InlineData("short.csv", "", "has 1 cells, but there are 2 columns: 1")]
    [InlineData("list.json", ":m", "Value 1 of '")]
    [InlineData("broken.jsonl", "", "In line 2 of '")]
    [InlineData("map.json", "", "is no list")]
    public async Task Files_ThatAreNotWhatTheyShouldBe_SayWhere(string file, string column, string what)
    {
        var fault = await Assert.ThrowsAsync<FormatException>(() => JsonOfAsync($"@{Write(file)}{column}"));

        Assert.Contains(what, fault.Message, StringComparison.Ordinal);
    }

    private static async Task<string> JsonOfAsync(string text, bool keepsText = false)
    {
        var source = SourceArgument.ReadAll([text], new Word(keepsText))[0];
        return NwsValue.From(await source.Values.ToListAsync(TestContext.Current.CancellationToken)).Render(NwsNotation.Json);
    }

    private string Write(string file)
    {
        string path = Path.Combine(_folder.Path, file);
        File.WriteAllText(path, file switch
        {
            "list.txt" => "one\n2\n\n3 4\n",
            "table.csv" => "name,price\npear,2.5\n\"apple, red\",\n",
            "table.tsv" => "a\tb\n1\tx,y\n",
            "list.json" => "[{\"n\": 1}, {\"n\": [2]}]",
            "list.jsonl" => "{\"n\": 1}\n\n{\"n\": \"a\"}\n",
            "short.csv" => "a,b\n1\n",
            "broken.jsonl" => "1\n{\n",
            _ => "{}",
        });
        return path;
    }
}
