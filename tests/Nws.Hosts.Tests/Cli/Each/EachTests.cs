using System.Globalization;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Cli.Each;

public sealed class EachTests : IAsyncLifetime
{
    private ServerFixture _server = null!;

    public async ValueTask InitializeAsync() => _server = await ServerFixture.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("python", "x**2 + y - k", "1 3 7")]
    [InlineData("py", "lambda a, b, c: a * a + b - c", "1 3 7")]
    [InlineData("js", "x**2 + y - k", "1 3 7")]
    [InlineData("csharp", "x * x + y - k", "1 3 7")]
    [InlineData("r", "as.integer(x^2 + y - k)", "1 3 7")]
    public async Task Results_OfEveryLanguage_ComeInOrder(string language, string code, string expected) =>
        Assert.Equal((0, Lines(expected), ""), (await _server.RunAsync("each", "-l", language, code, "--over", "0..9", "--over", "2,3,4", "--with", "k=1", "-n", "2")).All);

    [Fact]
    public async Task Names_OfArguments_AreTheirVariables()
    {
        var result = await _server.RunAsync("each", "-l", "py", "f'{price * n} {unit}'", "--over", "price=1..2", "--over", "n=[10, 20]", "--with", "unit=Euro");

        Assert.Equal((0, "10 Euro\n40 Euro\n", ""), result.All);
    }

    [Fact]
    public async Task StandardInput_IsLinesOfNumbersAndText()
    {
        var result = await _server.CommandLine.RunWithInputAsync("3\nthree\n"u8.ToArray(), "each", "-l", "py", "x * 2", "--over", "-");

        Assert.Equal((0, "6\nthreethree\n", ""), result.All);
    }

    [Fact]
    public async Task StandardInput_AsText_IsText()
    {
        var result = await _server.CommandLine.RunWithInputAsync("3\n"u8.ToArray(), "each", "-l", "py", "x * 2", "--over", "-", "--text");

        Assert.Equal((0, "33\n", ""), result.All);
    }

    [Fact]
    public async Task Column_OfATable_GoesInAndATableComesOut()
    {
        _server.CommandLine.Write("prices.csv", "name,price\n\"pear, green\",3\napple,0\n");

        var result = await _server.RunAsync("each", "-l", "py", "6 / price", "--over", "name=@prices.csv:name", "--over", "price=@prices.csv:price", "--as", "csv");

        Assert.Equal(7, result.ExitCode);
        Assert.Equal("name,price,result,error\n\"pear, green\",3,2.0,\napple,0,,ZeroDivisionError: division by zero\n", result.Output);
        Assert.Equal("nws: element 2 (name='apple', price=0): ZeroDivisionError: division by zero\nnws: 1 of 2 elements failed\n", result.Errors);
    }

    [Fact]
    public async Task Json_IsOneList_WithNullForWhatFailed()
    {
        var result = await _server.RunAsync("each", "-l", "js", "x > 1 ? fail : ({ n: x })", "--over", "1..2", "--as", "json");

        Assert.Equal((7, "[\n{\"n\": 1},\nnull\n]\n"), (result.ExitCode, result.Output));
    }

    [Theory]
    [InlineData("json", "[]\n")]
    [InlineData("csv", "x,result,error\n")]
    [InlineData("lines", "")]
    public async Task Nothing_GivesNothing(string form, string expected) => Assert.Equal((0, expected, ""), (await _server.RunAsync("each", "-l", "js", "x", "--over", "[]", "--as", form)).All);

    [Fact]
    public async Task Define_TakesCodeOrAFile()
    {
        _server.CommandLine.Write("shop.py", "def gross(price): return price * (1 + RATE)\n");

        var result = await _server.RunAsync("each", "-l", "py", "gross(x)", "--over", "100,200", "--define", "RATE = 0.25", "--define", "shop.py");

        Assert.Equal((0, "125.0\n250.0\n", ""), result.All);
    }

    [Fact]
    public async Task Define_OfSomethingThatFails_SaysSo()
    {
        var result = await _server.RunAsync("each", "-l", "py", "x", "--over", "1", "--define", "import nowhere_at_all");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("No module named 'nowhere_at_all'", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("fault of nws", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_OfManyAlike_AreToldOfTenAndCounted()
    {
        var result = await _server.RunAsync("each", "-l", "py", "1 / 0", "--over", "1..25");

        string[] errors = result.Errors.TrimEnd('\n').Split('\n');
        Assert.Equal(7, result.ExitCode);
        Assert.Equal(Enumerable.Range(1, 10).Select(x => string.Create(CultureInfo.InvariantCulture, $"nws: element {x} (x={x}): ZeroDivisionError: division by zero")), errors[..10]);
        Assert.Equal(["nws: 15 more failed with: ZeroDivisionError: division by zero", "nws: 25 of 25 elements failed"], errors[10..]);
    }

    [Fact]
    public async Task FailFast_EndsWithTheFirstFailure()
    {
        var result = await _server.RunAsync("each", "-l", "py", "6 // x", "--over", "2,0,3", "--fail-fast", "--chunk-size", "1", "-n", "1");

        Assert.Equal((7, "3\n"), (result.ExitCode, result.Output));
        Assert.EndsWith("nws: 1 of 2 elements failed\n", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_ComeWhileTheInputIsOpen()
    {
        await using var each = _server.CommandLine.Start("each", "-l", "py", "x + 1", "--over", "-");
        await each.Input.WriteAsync("41\n");
        await each.Input.FlushAsync(TestContext.Current.CancellationToken);

        Assert.Equal("42", await each.FirstLineAsync());

        await each.Input.WriteAsync("1\n");
        Assert.Equal((0, "42\n2\n", ""), (await each.EndAsync()).All);
    }

    [Theory]
    [InlineData("python", "print('seen', x) or x")]
    [InlineData("js", "(console.log('seen', x), x)")]
    public async Task Prints_OfTasks_DoNotMixWithResults(string language, string code)
    {
        var result = await _server.RunAsync("each", "-l", language, code, "--over", "1..2", "-n", "1");

        Assert.Equal((0, "1\n2\n"), (result.ExitCode, result.Output));
    }

    [Theory]
    [InlineData("needs the argument 'code'", "-l", "py", "--over", "1")]
    [InlineData("--over", "-l", "py", "x")]
    [InlineData("--language", "x", "--over", "1")]
    [InlineData("There is no language 'perl'", "-l", "perl", "x", "--over", "1")]
    [InlineData("is not a form of results", "-l", "py", "x", "--over", "1", "--as", "xml")]
    [InlineData("There is no file 'nowhere.csv'", "-l", "py", "x", "--over", "@nowhere.csv:a")]
    [InlineData("'0' is not a number of workers", "-l", "py", "x", "--over", "1", "-n", "0")]
    [InlineData("'-1' is not a number of seconds", "-l", "py", "x", "--over", "1", "--time-limit", "-1")]
    [InlineData("Either --workers or --farm", "-l", "py", "x", "--over", "1", "-n", "1", "--farm", "hill")]
    [InlineData("--tag is for --farm", "-l", "py", "x", "--over", "1", "--tag", "gpu")]
    [InlineData("'2=1' is no fixed argument", "-l", "py", "x", "--over", "1", "--with", "2=1")]
    [InlineData("Two parameters have the name 'x'", "-l", "py", "x", "--over", "1", "--with", "x=1")]
    public async Task Arguments_ThatMakeNoSense_SayWhatIsWrong(string what, params string[] arguments)
    {
        var result = await _server.RunAsync(["each", .. arguments]);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(what, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Farm_ThatIsNotThere_SaysHowToStartOne()
    {
        var result = await _server.RunAsync("each", "-l", "py", "x", "--over", "1", "--farm", "hill");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("nws farm start hill", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Elements_ByTheTenThousand_ComeInOrder()
    {
        var result = await _server.RunAsync("each", "-l", "js", "x * 2", "--over", "1..10000", "-n", "2");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(Enumerable.Range(1, 10_000).Select(x => x * 2), result.Output.TrimEnd('\n').Split('\n').Select(line => int.Parse(line, CultureInfo.InvariantCulture)));
    }

    private static string Lines(string words) => words.Replace(' ', '\n') + "\n";
}
