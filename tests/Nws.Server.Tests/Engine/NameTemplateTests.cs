using Nws.Server.Engine;

namespace Nws.Server.Tests.Engine;

public class NameTemplateTests
{
    [Theory]
    [InlineData("__ws__%d", 7, "__ws__7")]
    [InlineData("%d", 7, "7")]
    [InlineData("sleigh_ride_%04d", 42, "sleigh_ride_0042")]
    [InlineData("sleigh_ride_%04d", 123456, "sleigh_ride_123456")]
    [InlineData("a%01db", 7, "a7b")]
    [InlineData("a%010d", 7, "a0000000007")]
    [InlineData("a%020d", 7, "a00000000000000000007")]
    [InlineData("a%ddd", 7, "a7dd")]
    public void Expand_GoodTemplate_PutsTheNumberInItsPlace(string text, long number, string expected)
    {
        Assert.True(NameTemplate.TryParse(text, out var template));
        Assert.Equal(expected, template.Expand(number));
    }

    [Theory]
    [InlineData("")]
    [InlineData("none")]
    [InlineData("%")]
    [InlineData("d%")]
    [InlineData("%s")]
    [InlineData("%d%d")]
    [InlineData("%%d")]
    [InlineData("100%%_%d")]
    [InlineData("%4d")]
    [InlineData("%0d")]
    [InlineData("%00d")]
    [InlineData("%021d")]
    [InlineData("%0999999999d")]
    [InlineData("%-4d")]
    [InlineData("%0-4d")]
    [InlineData("% d")]
    [InlineData("%0 4d")]
    [InlineData("%04 d")]
    [InlineData("%ld")]
    [InlineData("%04x")]
    public void TryParse_BadTemplate_IsFalse(string text)
    {
        Assert.False(NameTemplate.TryParse(text, out _));
    }
}
