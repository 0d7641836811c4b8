using Nws.TestKit;

namespace Nws.Hosts.Tests.Repl;

/// <summary>One session in the three languages, with their real kernels.</summary>
public sealed class ThreeLanguagesTests : IAsyncLifetime
{
    private SessionFixture _fixture = null!;

    public async ValueTask InitializeAsync() => _fixture = await SessionFixture.StartAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Share_OfAValue_GivesItToTheOthersExactly()
    {
        await _fixture.EnterAsync("big = 7 ** 40", "row = {'n': 1, 'x': 1.5, 'name': 'käse', 'pair': (1, None)}", "#share big row");

        Assert.Equal(
            [
                "show 6366805760909027985741435139224001",
                "show { n: 1, x: 1.5, name: \"käse\", pair: (1, null) }",
                "show 6366805760909027985741435139224001n",
                "show { n: 1, x: 1.5, name: 'käse', pair: NwsTuple(2) [ 1, null ] }",
            ],
            await _fixture.EnterAsync("#cs big", "#cs row", "#js big", "#js row"));
        Assert.Equal(["show True", "show (1, None)"], await _fixture.EnterAsync("#js", "var back = row", "#share back", "#py back == row", "#py back['pair']"));
    }

    [Fact]
    public async Task Workspace_IsTheSameInEveryLanguage()
    {
        await _fixture.EnterAsync("ws.store('v', [1, 2.5])", "#ws use other", "ws.store('v', 'elsewhere')");

        Assert.Equal(["show \"elsewhere\"", "show 'elsewhere'"], await _fixture.EnterAsync("#cs ws.Find(\"v\")", "#js await ws.find('v')"));
        Assert.Equal(["show 'other'", "show [1, 2.5]"], (await _fixture.EnterAsync("ws.currentWs()", "#ws use __default", "ws.fetch('v')")).Where(line => !line.StartsWith("say", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("#cs while (true);", false)]
    [InlineData("#cs ws.Fetch(\"never\")", true)]
    [InlineData("while True: pass", true)]
    [InlineData("ws.fetch('never')", true)]
    [InlineData("#js while (true);", true)]
    [InlineData("#js await ws.fetch('never')", true)]
    public async Task Interrupt_OfAnythingThatRuns_EndsItAndSaysWhatWasLost(string code, bool variablesStay)
    {
        string prefix = code.StartsWith('#') ? code[..4] : "";
        string declaration = prefix == "#cs " ? "var kept = 7;" : "kept = 7";
        await _fixture.EnterAsync(prefix + declaration, prefix + (prefix == "#cs " ? "Console.WriteLine(1);" : prefix == "#js " ? "console.log(1)" : "print(1)"));
        Task entered = _fixture.EnterAsync(code);
        Task interrupted = Eventually.TrueAsync(() =>
        {
            _fixture.Session.Interrupt();
            return entered.IsCompleted;
        });
        await Task.WhenAll(entered, interrupted).Soon();

        string complaint = _fixture.Display.Lines[^1];
        Assert.StartsWith("complain interrupted", complaint, StringComparison.Ordinal);
        Assert.True(variablesStay != complaint.Contains("variables and definitions are lost", StringComparison.Ordinal), complaint);
        string then = Assert.Single(await _fixture.EnterAsync(prefix + (variablesStay ? "kept" : "1 + 6")));
        Assert.Equal("show 7", then);
    }

    [Fact]
    public async Task Values_ThatCannotLeaveTheirKernel_AreShownAsTheirLanguageWritesThem() =>
        Assert.Equal(["show <built-in function print>", "show [Function: parseInt]", "show System.Threading.Thread"], (await _fixture.EnterAsync("print", "#js parseInt", "#cs new Thread(() => { })")));

    [Fact]
    public async Task Who_TellsWhatTheUserHasDefined()
    {
        await _fixture.EnterAsync("x = [1, 2]", "def f(): pass");

        Assert.Equal("show NAME  KIND      VALUE\nf     function\nx     variable  [1, 2]", Assert.Single(await _fixture.EnterAsync("#who")));
        await _fixture.EnterAsync("#reset");
        Assert.StartsWith("say Nothing", Assert.Single(await _fixture.EnterAsync("#who")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Print_IsShownBeforeTheResult() => Assert.Equal("stdout hello\n|show 3", string.Join('|', await _fixture.EnterAsync("print('hello') or 3")));
}
