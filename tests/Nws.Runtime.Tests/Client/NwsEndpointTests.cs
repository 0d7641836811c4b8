namespace Nws.Runtime.Tests.Client;

public class NwsEndpointTests
{
    [Theory]
    [InlineData("example.org:1234", "example.org", 1234)]
    [InlineData("example.org", "example.org", 8765)]
    [InlineData("localhost:65535", "localhost", 65535)]
    [InlineData(":1234", "localhost", 1234)]
    [InlineData("127.0.0.1:1", "127.0.0.1", 1)]
    [InlineData("[::1]:1234", "::1", 1234)]
    [InlineData("[::1]", "::1", 8765)]
    [InlineData("::1", "::1", 8765)]
    [InlineData("[fe80::1:2]:80", "fe80::1:2", 80)]
    [InlineData("2001:db8::7", "2001:db8::7", 8765)]
    [InlineData("my_host-2:80", "my_host-2", 80)]
    [InlineData("node.", "node.", 8765)]
    public void Parse_OfAnEndpoint_GivesHostAndPort(string text, string host, int port)
    {
        var endpoint = NwsEndpoint.Parse(text);
        Assert.Equal(new NwsEndpoint(host, port), endpoint);
        Assert.Equal(endpoint, NwsEndpoint.Parse(endpoint.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("host:")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:-1")]
    [InlineData("host:+80")]
    [InlineData("host: 80")]
    [InlineData("host :80")]
    [InlineData("host:http")]
    [InlineData("my host:80")]
    [InlineData("http://host:80")]
    [InlineData("host/path:80")]
    [InlineData("a:b:c")]
    [InlineData("host:80:90")]
    [InlineData("[]:80")]
    [InlineData("[::1")]
    [InlineData("::1]")]
    [InlineData("[[::1]]:80")]
    [InlineData("[::1]80")]
    [InlineData("[::1]:")]
    [InlineData("[localhost]:80")]
    [InlineData("[127.0.0.1]:80")]
    public void Parse_OfAnythingElse_SaysWhatToWrite(string text)
    {
        Assert.False(NwsEndpoint.TryParse(text, out _));
        var fault = Assert.Throws<FormatException>(() => NwsEndpoint.Parse(text));
        Assert.Contains($"'{text}'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("host:port", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("::1", 80, "[::1]:80")]
    [InlineData("localhost", 8765, "localhost:8765")]
    public void ToString_CanBeParsedAgain(string host, int port, string text) => Assert.Equal(text, new NwsEndpoint(host, port).ToString());

    [Theory]
    [InlineData(null, "localhost:8765")]
    [InlineData("", "localhost:8765")]
    [InlineData("node7:99", "node7:99")]
    public void FromVariable_OfAValue_IsTheDefaultServer(string? value, string endpoint)
    {
        Assert.Equal(NwsEndpoint.Parse(endpoint), NwsEndpoint.FromVariable(value));
    }

    [Fact]
    public void FromVariable_OfNonsense_NamesTheVariable()
    {
        var fault = Assert.Throws<FormatException>(() => NwsEndpoint.FromVariable("http://x"));
        Assert.Contains("NWS_SERVER", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'http://x'", fault.Message, StringComparison.Ordinal);
    }
}
