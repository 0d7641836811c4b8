using Nws.Hosts.Repl.Terminal;

namespace Nws.Hosts.Tests.Repl;

/// <summary>What stands in the cells of a terminal when an editor is drawn.</summary>
public sealed class ScreenTests
{
    private const int Width = 20;

    private readonly TerminalModel _terminal = new(Width);
    private readonly Screen _screen;

    public ScreenTests() => _screen = new Screen(_terminal.Write, colours: true);

    [Theory]
    [InlineData("print(1)", 8, "py> print(1)", 0, 12)]
    [InlineData("x = 'käse'", 0, "py> x = 'käse'", 0, 4)]
    [InlineData("日本語", 2, "py> 日本語", 0, 8)]
    [InlineData("e\u0301👋🏽x", 6, "py> e\u0301👋🏽x", 0, 7)]
    [InlineData("0123456789012345", 16, "py> 0123456789012345\n", 1, 0)] // a full row: the cursor is on the next
    [InlineData("012345678901234日本", 17, "py> 012345678901234\n日本", 1, 4)] // no wide character is cut in two
    [InlineData("if x:\n    y", 11, "py> if x:\n...     y", 1, 9)]
    [InlineData("a\u0007b", 3, "py> a^Gb", 0, 8)]
    public void Draw_OfAText_PutsCharactersAndCursorInTheirCells(string text, int cursor, string shown, int row, int column)
    {
        Draw(text, cursor);

        Assert.Equal((shown.TrimEnd('\n'), row, column), (_terminal.Text, _terminal.Row, _terminal.Column));
    }

    [Fact]
    public void Draw_Again_LeavesNothingOfWhatWasThere()
    {
        Draw("a text that takes three rows of this terminal, at least", 3);
        Draw("short", 5);

        Assert.Equal("py> short", _terminal.Text);
    }

    [Fact]
    public void Print_WhileTheEditorIsThere_GoesAboveIt()
    {
        _screen.Print("before\n", "", Width);
        Draw("a text that takes two rows", 4);
        _screen.Print("line 1\nline 2\n", "31", Width);
        _screen.Print("no end", "", Width);

        Assert.Equal("before\nline 1\nline 2\nno end\npy> a text that take\ns two rows", _terminal.Text);
        Assert.Equal((4, 8), (_terminal.Row, _terminal.Column));
    }

    [Fact]
    public void Draw_BehindOutputWithoutALineEnd_BeginsALine()
    {
        Draw("f()", 1);
        _screen.Keep();
        _screen.Print("half a line", "", Width);
        Draw("", 0);

        Assert.Equal("py> f()\nhalf a line\npy>", _terminal.Text);
    }

    [Fact]
    public void Keep_WithTheCursorAbove_GoesBelowAllRows()
    {
        Draw("if x:\n    y", 0);
        _screen.Keep("^C");
        Draw("", 0);

        Assert.Equal("py> if x:\n...     y^C\npy>", _terminal.Text);
    }

    [Fact]
    public void Draw_OnATerminalThatBecameNarrower_FindsTheRowsThatItWrapped()
    {
        TerminalModel terminal = new(Width);
        var screen = new Screen(text => terminal.Write(text), colours: false);
        screen.Draw(Frame("0123456789012345xx", 18, Width), Width);
        terminal = new TerminalModel(10);
        terminal.Write("above\r\npy> 012345\r\n6789012345\r\nxx");

        screen.Draw(Frame("01234", 5, 10), 10);

        Assert.Equal("above\npy> 01234", terminal.Text);
    }

    [Fact]
    public void Menu_OfManyChoices_ShowsSomeBelowTheText()
    {
        EditorState state = LineEditor.Offer(new EditorState(new EditBuffer("x", 1)), 0, [.. Enumerable.Range(0, 40).Select(number => $"x{number:00}")]);

        _screen.Draw(EditorView.Draw(state, NwsLanguage.Python, "py> ", Width), Width);

        Assert.StartsWith("py> x\nx00  x01  x02  x03\nx04", _terminal.Text, StringComparison.Ordinal);
        Assert.EndsWith("… 40 choices", _terminal.Text, StringComparison.Ordinal);
        Assert.Equal((0, 5), (_terminal.Row, _terminal.Column));
    }

    [Fact]
    public void Frame_TallerThanTheTerminal_ShowsTheRowsAroundTheCursor()
    {
        Frame frame = Frame(string.Join('\n', Enumerable.Range(0, 30)), 0, Width).Within(5);
        Assert.Equal(("py> 0", 0), (frame.TextOf(0), frame.CursorRow));

        frame = Frame(string.Join('\n', Enumerable.Range(0, 30)), 80, Width).Within(5);
        Assert.Equal(("... 29", 4), (frame.TextOf(4), frame.CursorRow));
    }

    private void Draw(string text, int cursor) => _screen.Draw(Frame(text, cursor, Width), Width);

    private static Frame Frame(string text, int cursor, int width) => EditorView.Draw(new EditorState(new EditBuffer(text, cursor)), NwsLanguage.Python, "py> ", width);
}
