using Nws.Hosts.Cli.Each;

namespace Nws.Hosts.Tests.Cli.Each;

public sealed class NumberRangeTests
{
    [Theory]
    [InlineData("1..5", "1 2 3 4 5")]
    [InlineData("3..3", "3")]
    [InlineData("1..10..4", "1 5 9")]
    [InlineData("5..1", "5 4 3 2 1")]
    [InlineData("10..0..-5", "10 5 0")]
    [InlineData("-2..2", "-2 -1 0 1 2")]
    [InlineData("0..1..0.25", "0 0.25 0.5 0.75 1")]
    [InlineData("0..0.3..0.1", "0 0.1 0.2 0.3")]
    [InlineData("1.5..-1", "1.5 0.5 -0.5")]
    [InlineData("1e2..3e2..1e2", "100 200 300")]
    [InlineData("0.5..2.0", "0.5 1.5")]
    public void Range_HasBothEndsAndTheStepsBetween(string text, string expected)
    {
        var (numbers, count) = NumberRange.TryParse(text)!.Value;

        double[] values = [.. numbers.Select(number => Math.Round(number.To<double>(), 12))];
        Assert.Equal(expected.Split(' ').Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture)), values);
        Assert.Equal(values.Length, count);
    }

    [Theory]
    [InlineData("1..3", NwsValueKind.Integer)]
    [InlineData("1.0..3", NwsValueKind.Float64)]
    [InlineData("1..3..0.5", NwsValueKind.Float64)]
    public void Range_IsOfFloatsIfOneOfItsNumbersIs(string text, NwsValueKind kind) => Assert.All(NumberRange.TryParse(text)!.Value.Numbers, number => Assert.Equal(kind, number.Kind));

    [Theory]
    [InlineData("1...3")]
    [InlineData("../data")]
    [InlineData("a..b")]
    [InlineData("1,2")]
    [InlineData("5")]
    [InlineData("1..2..3..4")]
    public void Range_OfSomethingElse_IsNone(string text) => Assert.Null(NumberRange.TryParse(text));

    [Theory]
    [InlineData("1..5..0", "a step of 0")]
    [InlineData("1..5..-1", "away from its end")]
    [InlineData("1..99999999999999999999", "beyond 64 bits")]
    [InlineData("-9223372036854775808..9223372036854775807", "can be counted")]
    [InlineData("0..1e300..0.1", "can be counted")]
    public void Range_WithoutEnd_SaysWhatIsWrong(string text, string what)
    {
        var fault = Assert.Throws<FormatException>(() => NumberRange.TryParse(text));

        Assert.Contains(text, fault.Message, StringComparison.Ordinal);
        Assert.Contains(what, fault.Message, StringComparison.Ordinal);
    }
}
