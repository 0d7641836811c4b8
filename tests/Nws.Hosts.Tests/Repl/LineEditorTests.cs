using Nws.Hosts.Repl.Terminal;

namespace Nws.Hosts.Tests.Repl;

/// <summary>Keys in, text and cursor out; the cursor is shown as <c>|</c>.</summary>
public sealed class LineEditorTests
{
    private const string Wave = "👋🏽";
    private const string Accent = "e\u0301";

    private readonly InputHistory _history = InputHistory.InMemory("first", "def f():\n    pass", "third one");
    private readonly LineEditor _editor;
    private EditorState _state = EditorState.Empty;
    private EditorWish _wish;

    public LineEditorTests() => _editor = new LineEditor(_history, text => !text.EndsWith(':') && !text.EndsWith("pass", StringComparison.Ordinal), Indent.After);

    private string Shown => _state.Buffer.Text.Insert(_state.Buffer.Cursor, "|");

    [Fact]
    public void Text_GoesInAtTheCursor() => Assert.Equal("ac|b", Type("ab").Press(Key.Left).Type("c").Shown);

    [Fact]
    public void Left_And_Backspace_TakeACharacterWithWhatCombinesWithIt()
    {
        Assert.Equal($"a{Wave}|{Accent}", Type($"a{Wave}{Accent}").Press(Key.Left).Shown);
        Assert.Equal($"a|{Accent}", Press(Key.Backspace).Shown);
        Assert.Equal("a|", Press(Key.Delete).Shown);
        Assert.Equal("|a", Press(Key.Left).Press(Key.Left).Shown);
    }

    [Fact]
    public void Words_AreJumpedOverAndCut()
    {
        Assert.Equal("one two.|three", Type("one two.three").Press(Key.WordLeft).Shown);
        Assert.Equal("one |three", Press(Key.CutWord).Shown);
        Assert.Equal("one three|", Press(Key.WordRight).Shown);
        Assert.Equal("one threetwo.|", Press(Key.PutBack).Shown);
        Assert.Equal("|", Press(Key.CutToStart).Shown);
    }

    [Fact]
    public void Enter_BehindWhatIsIncomplete_BeginsALineMovedIn()
    {
        Assert.Equal("if x:\n    |", Type("if x:").Press(Key.Enter).Shown);
        Assert.Equal(EditorWish.None, _wish);
        Assert.Equal("if x:\n    y|", Type("y").Shown);
        Assert.Equal(EditorWish.Submit, Press(Key.Enter)._wish);
    }

    [Fact]
    public void UpAndDown_InSeveralLines_KeepTheColumn()
    {
        Press(Key.Paste, "long line\nab\nlong line");

        Assert.Equal("long line\nab|\nlong line", Press(Key.Up).Shown);
        Assert.Equal("lo|ng line\nab\nlong line", Press(Key.Up).Shown);
        Assert.Equal("long line\nab|\nlong line", Press(Key.Down).Shown);
    }

    [Fact]
    public void UpAndDown_AtTheEdges_WalkTheHistoryAndComeBack()
    {
        Assert.Equal("third one|", Type("draft").Press(Key.Up).Shown);
        Assert.Equal("def f():\n    pass|", Press(Key.Up).Shown);
        Assert.Equal("first|", Press(Key.Up).Press(Key.Up).Shown);
        Assert.Equal("first|", Press(Key.Up).Shown);
        Assert.Equal("draft|", Press(Key.Down).Press(Key.Down).Press(Key.Down).Shown);
    }

    [Fact]
    public void Search_FindsOlderEntriesAndEscapeGoesBack()
    {
        Assert.Equal("third one|", Type("draft").Press(Key.Search).Type("R").Shown);
        Assert.Equal("first|", Press(Key.Search).Shown);
        Assert.Equal("draft|", Press(Key.Escape).Shown);
        Assert.Equal(EditorWish.Submit, Press(Key.Search).Type("one").Press(Key.Enter)._wish);
        Assert.Equal("third one|", Shown);
    }

    [Fact]
    public void Offer_OfSeveral_PutsInWhatTheyShareAndTabChooses()
    {
        _state = LineEditor.Offer(Type("x = pr")._state, 4, ["print", "printer"]);

        Assert.Equal("x = print|", Shown);
        Assert.Equal("x = print|", Press(Key.Tab).Shown);
        Assert.Equal("x = printer|", Press(Key.Tab).Shown);
        Assert.Equal("x = print|", Press(Key.Tab).Shown);
        Assert.Equal("x = printer|", Press(Key.BackTab).Shown);
        Assert.Null(Type("(")._state.Menu);
        Assert.Equal("x = printer(|", Shown);
    }

    [Fact]
    public void Offer_OfOne_PutsItIn()
    {
        _state = LineEditor.Offer(Type("ws.fet")._state, 3, ["fetch"]);

        Assert.Equal("ws.fetch|", Shown);
        Assert.Null(_state.Menu);
    }

    [Fact]
    public void EndOfInput_LeavesOnlyWhatIsEmpty()
    {
        Assert.Equal(EditorWish.Leave, Press(Key.EndOfInput)._wish);
        Assert.Equal("|b", Type("ab").Press(Key.Home).Press(Key.EndOfInput).Shown);
        Assert.Equal(EditorWish.Drop, Press(Key.Interrupt)._wish);
        Assert.Equal("|", Shown);
    }

    private LineEditorTests Type(string text) => Press(Key.Text, text);

    private LineEditorTests Press(Key key, string text = "")
    {
        (_state, _wish) = _editor.Press(_state, new KeyPress(key, text));
        return this;
    }
}
