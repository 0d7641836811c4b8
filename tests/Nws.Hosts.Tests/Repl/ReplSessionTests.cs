using Nws.Hosts.Languages;
using Nws.Hosts.Tests.Worker;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Repl;

/// <summary>The session without languages: its code is a function of the test.</summary>
public sealed class ReplSessionTests : IAsyncLifetime
{
    private readonly TaskCompletionSource _waits = new();
    private SessionFixture _fixture = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _fixture = await SessionFixture.StartAsync((language, _) => new FakeLanguageHost(language, (code, _, cancellation) => RunAsync(language, code, cancellation)));

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Submit_OfCode_ShowsWhatItsLanguageGives() => Assert.Equal(["show 'python: x'"], await _fixture.EnterAsync("x"));

    [Fact]
    public async Task Submit_OfALanguageAlone_HoldsUntilTheNext()
    {
        Assert.Equal(["show 'javascript: x'", "show 'javascript: y'"], await _fixture.EnterAsync("#js", "x", "y"));
        Assert.Equal(NwsLanguage.JavaScript, _fixture.Session.Language);
    }

    [Fact]
    public async Task Submit_OfALanguageBeforeCode_HoldsForThatCode() => Assert.Equal(["show \"csharp: 1+1\"", "show 'python: x'"], await _fixture.EnterAsync("#cs 1+1", "x"));

    [Fact]
    public async Task Submit_OfABlockInSeveralLanguages_RunsEachPart() =>
        Assert.Equal(["show 'python: a'", "show \"csharp: b\\nc\"", "show 'javascript: d'"], await _fixture.EnterAsync("a\n#cs\nb\nc\n#js\nd"));

    [Fact]
    public async Task Submit_OfCodeThatFails_TellsAndGoesOn()
    {
        Assert.Equal(["complain Traceback (most recent call last):\nat line 1\nValueError: no row"], await _fixture.EnterAsync("fail"));
        Assert.Equal(["show 'python: x'"], await _fixture.EnterAsync("x"));
        Assert.Equal(1, _fixture.Session.Failures);
    }

    [Fact]
    public async Task Submit_OfAFailingPart_DoesNotRunTheRestOfTheBlock() => Assert.Single(await _fixture.EnterAsync("fail\n#js\nx"));

    [Fact]
    public async Task Interrupt_OfCodeThatWaits_EndsItAndKeepsTheSession()
    {
        Task entered = _fixture.EnterAsync("wait");
        await _waits.Task.Soon();

        Assert.True(_fixture.Session.Interrupt());
        await entered.Soon();

        Assert.StartsWith("complain interrupted", Assert.Single(_fixture.Display.Lines), StringComparison.Ordinal);
        Assert.False(_fixture.Session.Interrupt());
        Assert.Equal(["show 'python: x'"], await _fixture.EnterAsync("x"));
    }

    [Theory]
    [InlineData("#hepl", "There is no command '#hepl'. Did you mean '#help'? #help lists them.")]
    [InlineData("#sav x.nws", "There is no command '#sav'. Did you mean '#save'? #help lists them.")]
    [InlineData("#ws lst", "#ws knows: use NAME, list, show [NAME], delete NAME, watch [VARIABLE]. Did you mean 'list'?")]
    [InlineData("#declare x fiffo", "'fiffo' is no mode of a variable. Did you mean 'fifo'? Write #declare VARIABLE fifo|lifo|multi|single.")]
    [InlineData("#save x.txt", "Write #save FILE.nws.")]
    [InlineData("#load nowhere.nws", "There is no file 'nowhere.nws'.")]
    [InlineData("#ws delete __defalt", "Workspace '__defalt' does not exist. Did you mean '__default'?")]
    [InlineData("#ws show nothing", "Workspace 'nothing' does not exist.")]
    public async Task Submit_OfACommandThatIsWrong_SaysWhatToDo(string text, string complaint)
    {
        string shown = Assert.Single(await _fixture.EnterAsync(text));

        Assert.StartsWith($"complain {complaint}", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_OfACommentOfPython_IsCode() => Assert.Equal(["show 'python: # hello'", "show 'python: #hello world'"], await _fixture.EnterAsync("# hello", "#hello world"));

    [Fact]
    public async Task Workspace_Commands_WorkOnTheServer()
    {
        await _fixture.EnterAsync("#ws use garden", "#declare plants lifo");
        await (await _fixture.Session.WorkspaceAsync(Cancellation)).StoreAsync("plants", "rose", Cancellation);

        Assert.Equal(["show NAME    MODE  VALUES  FETCHERS  FINDERS  NEXT\nplants  lifo       1         0        0  'rose'"], await _fixture.EnterAsync("#vars"));
        Assert.Contains("garden", Assert.Single(await _fixture.EnterAsync("#ws list")), StringComparison.Ordinal);
        Assert.Contains("'garden'", Assert.Single(await _fixture.EnterAsync("#ws")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_OfAVariable_ShowsEachValueUntilItIsInterrupted()
    {
        NetWorkSpace workspace = await _fixture.Session.WorkspaceAsync(Cancellation);
        Task watching = _fixture.EnterAsync("#ws watch v");
        await workspace.StoreAsync("v", 1, Cancellation);
        await workspace.StoreAsync("v", "two", Cancellation);

        await Eventually.TrueAsync(() => _fixture.Display.Lines.Count == 3, "both values are shown");
        _fixture.Session.Interrupt();
        await watching.Soon();

        Assert.Equal(["show v: 1", "show v: 'two'"], _fixture.Display.Lines.Skip(1));
        Assert.Equal(0, _fixture.Session.Failures);
    }

    [Fact]
    public async Task Quit_EndsTheSession()
    {
        await _fixture.EnterAsync("#quit");

        Assert.True(_fixture.Session.IsOver);
    }

    private async Task<NwsValue> RunAsync(NwsLanguage language, string code, CancellationToken cancellation)
    {
        switch (code)
        {
            case "fail":
                throw new LanguageTaskException(new NwsError("ValueError", "no row", "at line 1", "python"));
            case "wait":
                _waits.SetResult();
                await Task.Delay(Timeout.Infinite, cancellation);
                break;
        }
        return NwsValue.From($"{language.ToWireName()}: {code}");
    }
}
