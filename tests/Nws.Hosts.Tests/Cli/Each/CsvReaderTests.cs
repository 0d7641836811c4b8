using Nws.Hosts.Cli.Each;

namespace Nws.Hosts.Tests.Cli.Each;

public sealed class CsvReaderTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", "a|b;1|2")]
    [InlineData("a,b\r\n1,2", "a|b;1|2")]
    [InlineData("a\n\nb\n", "a;b")]
    [InlineData("a,,c\n,,\n", "a||c;||")]
    [InlineData("\"a,b\",\"say \"\"hi\"\"\"\n", "a,b|say \"hi\"")]
    [InlineData("\"two\nlines\",x\ny,z\n", "two\nlines|x;y|z")]
    [InlineData("\"\",x\n", "|x")]
    [InlineData("a \"b\" c\n", "a \"b\" c")]
    [InlineData("", "")]
    public async Task Rows_OfTables_AreTheirCells(string text, string expected)
    {
        var rows = await CsvReader.ReadAsync(new StringReader(text), ',', TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(expected, string.Join(';', rows.Select(row => string.Join('|', row))));
    }

    [Theory]
    [InlineData("a\n\"b\nc\n", "line 2 is not closed")]
    [InlineData("a\n\"b\"c\n", "line 2, text stands behind")]
    public async Task Rows_WithAMisplacedQuote_SayWhere(string text, string where)
    {
        var fault = await Assert.ThrowsAsync<FormatException>(async () => await CsvReader.ReadAsync(new StringReader(text), ',', TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));

        Assert.Contains(where, fault.Message, StringComparison.Ordinal);
    }
}
