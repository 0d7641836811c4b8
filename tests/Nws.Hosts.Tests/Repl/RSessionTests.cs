using Nws.TestKit;

namespace Nws.Hosts.Tests.Repl;

/// <summary>R at the prompt, with its real kernel.</summary>
public sealed class RSessionTests : IAsyncLifetime
{
    private SessionFixture _fixture = null!;

    public async ValueTask InitializeAsync() => _fixture = await SessionFixture.StartAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Values_AreShownAsRPrintsThem() => Assert.Equal(
        ["show a b \n1 2 ", "show      [,1] [,2]\n[1,]    1    3\n[2,]    2    4", "show   n s\n1 1 a\n2 2 b", "show [1] \"2026-11-26\"", "show function(x) x"],
        await _fixture.EnterAsync("#r", "c(a = 1, b = 2)", "matrix(1:4, 2)", "data.frame(n = 1:2, s = c('a', 'b'))", "as.Date('2026-11-26')", "function(x) x", "x <- 1", "NULL", "# a remark"));

    [Fact]
    public async Task Share_BeforeAndAfterTheFirstUseOfR_GivesItTheValue()
    {
        Assert.Empty(await _fixture.EnterAsync("x = [1, 'two']", "#share x"));

        Assert.Equal(["show [1] \"two\""], await _fixture.EnterAsync("#r x[[2]]"));
        Assert.Equal(["show [1] 7"], await _fixture.EnterAsync("x = 7", "#share x", "#r x"));
        Assert.Equal(["show [[1, 3], [2, 4]]"], await _fixture.EnterAsync("#r", "m <- matrix(1:4, 2)", "#share m", "#py", "m.tolist()"));
        Assert.Equal("complain simpleError: object 'x' not found", (await _fixture.EnterAsync("#r", "#reset", "x"))[0].Split('\n')[0]);
    }

    [Fact]
    public async Task Workspace_IsThatOfTheOtherLanguages()
    {
        await _fixture.EnterAsync("ws.store('v', 'first')", "#ws use other", "ws.store('v', 'second')");

        Assert.Equal(["show [1] \"second\"", "show [1] \"first\"", "show [1] \"__default\" \"other\"    "], await _fixture.EnterAsync("#r", "ws$find('v')", "nws$useWs('__default')$find('v')", "nws$listWss()$name"));
        Assert.Equal(["show 'third'"], (await _fixture.EnterAsync("#ws use __default", "ws$fetch('v'); ws$store('v', 'third')", "#py ws.fetch('v')")).Where(line => !line.StartsWith("say", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("repeat {}")]
    [InlineData("ws$fetch('never')")]
    public async Task Interrupt_OfAnythingThatRuns_KeepsItsVariables(string code)
    {
        await _fixture.EnterAsync("#r", "kept <- 7");
        Task entered = _fixture.EnterAsync(code);
        Task interrupted = Eventually.TrueAsync(() =>
        {
            _fixture.Session.Interrupt();
            return entered.IsCompleted;
        });
        await Task.WhenAll(entered, interrupted).Soon();

        Assert.Equal("complain interrupted", _fixture.Display.Lines[^1]);
        Assert.Equal("show [1] 7", Assert.Single(await _fixture.EnterAsync("kept")));
    }

    [Fact]
    public async Task Sharp_WithAQuotedNameInCSharp_IsItsDirective() =>
        Assert.Equal(["show 2", "show [1] \"a\""], await _fixture.EnterAsync("#cs", "#r \"System.Net.Http.dll\"\n1 + 1", "#py", "#r \"a\""));

    [Fact]
    public async Task Who_TellsWhatTheUserHasDefined() => Assert.Equal(
        "show NAME  KIND      VALUE\nf     function\nx     variable  [1, 2]",
        Assert.Single(await _fixture.EnterAsync("#r", "x <- list(1L, 2L)", "f <- function() 1", "#who")));
}
