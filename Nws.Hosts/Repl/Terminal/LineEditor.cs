namespace Nws.Hosts.Repl.Terminal;

/// <summary>The editor: a state and a key make another state, and maybe a wish. It knows no terminal.</summary>
/// <param name="history">What was entered before.</param>
/// <param name="isComplete">Whether a text can be run.</param>
/// <param name="indentAfter">How far the line is moved in that follows a text.</param>
internal sealed class LineEditor(InputHistory history, Func<string, bool> isComplete, Func<string, string> indentAfter)
{
    /// <summary>Takes a key.</summary>
    internal (EditorState State, EditorWish Wish) Press(EditorState state, KeyPress key)
    {
        if (state.Search is { } search) return Searching(state, search, key);
        if (state.Menu is { } menu && key.Key is Key.Tab or Key.BackTab) return (Select(state, menu, key.Key == Key.Tab ? 1 : -1), EditorWish.None);
        bool hadMenu = state.Menu is not null;
        EditorState plain = state with { Menu = null };
        return key.Key switch
        {
            Key.Enter => Enter(plain),
            Key.Tab => IsAtIndent(plain.Buffer) ? (Edit(plain, plain.Buffer.Insert("    ")), EditorWish.None) : (plain, EditorWish.Complete),
            Key.Interrupt => (EditorState.Empty with { Cut = state.Cut }, EditorWish.Drop),
            Key.EndOfInput when plain.Buffer.Text.Length == 0 => (plain, EditorWish.Leave),
            Key.Clear => (plain, EditorWish.Clear),
            Key.Search => (plain with { Search = new HistorySearch("", 0, plain.Buffer) }, EditorWish.None),
            Key.Escape when hadMenu => (plain, EditorWish.None),
            _ => (Change(plain, key), EditorWish.None),
        };
    }

    /// <summary>Shows choices; the only one, or what all begin with, is put in at once.</summary>
    internal static EditorState Offer(EditorState state, int start, IReadOnlyList<string> items)
    {
        string typed = state.Buffer.Text[start..state.Buffer.Cursor];
        if (items.Count == 0) return state;
        string common = items.Aggregate(CommonStart);
        EditorState grown = common.Length > typed.Length || items.Count == 1 ? state with { Buffer = state.Buffer.ReplaceBefore(start, common) } : state;
        return items.Count == 1 ? grown : grown with { Menu = new CompletionMenu(start, grown.Buffer.Text[start..grown.Buffer.Cursor], items) };
    }

    private (EditorState State, EditorWish Wish) Enter(EditorState state)
    {
        EditBuffer buffer = state.Buffer;
        bool atEnd = string.IsNullOrWhiteSpace(buffer.Text[buffer.Cursor..]);
        if ((atEnd || !buffer.Text.Contains('\n')) && isComplete(buffer.Text)) return (state, EditorWish.Submit);
        return (Edit(state, buffer.Insert("\n" + indentAfter(buffer.Text[..buffer.Cursor]))), EditorWish.None);
    }

    private EditorState Change(EditorState state, KeyPress key)
    {
        EditBuffer buffer = state.Buffer;
        return key.Key switch
        {
            Key.Text or Key.Paste => Edit(state, buffer.Insert(key.Text)),
            Key.NewLine => Edit(state, buffer.Insert("\n" + indentAfter(buffer.Text[..buffer.Cursor]))),
            Key.Backspace => Edit(state, buffer.Delete(buffer.Left, buffer.Cursor)),
            Key.Delete or Key.EndOfInput => Edit(state, buffer.Delete(buffer.Cursor, buffer.Right)),
            Key.Left => state with { Buffer = buffer.MoveTo(buffer.Left) },
            Key.Right => state with { Buffer = buffer.MoveTo(buffer.Right) },
            Key.WordLeft => state with { Buffer = buffer.MoveTo(buffer.WordLeft) },
            Key.WordRight => state with { Buffer = buffer.MoveTo(buffer.WordRight) },
            Key.Home => state with { Buffer = buffer.MoveTo(buffer.LineStart) },
            Key.End => state with { Buffer = buffer.MoveTo(buffer.LineEnd) },
            Key.Up => buffer.IsOnFirstLine ? Recall(state, state.Back + 1) : state with { Buffer = buffer.Up() },
            Key.Down => buffer.IsOnLastLine ? Recall(state, state.Back - 1) : state with { Buffer = buffer.Down() },
            Key.CutToEnd => Cut(state, buffer.Cursor, buffer.LineEnd),
            Key.CutToStart => Cut(state, buffer.LineStart, buffer.Cursor),
            Key.CutWord => Cut(state, buffer.WordLeft, buffer.Cursor),
            Key.PutBack => Edit(state, buffer.Insert(state.Cut)),
            _ => state,
        };
    }

    /// <summary>An edited text is a new one, wherever it came from.</summary>
    private static EditorState Edit(EditorState state, EditBuffer buffer) => state with { Buffer = buffer, Back = 0, Draft = "" };

    private static EditorState Cut(EditorState state, int from, int to) =>
        from == to ? state : Edit(state, state.Buffer.Delete(from, to)) with { Cut = state.Buffer.Text[from..to] };

    private EditorState Recall(EditorState state, int back)
    {
        if (back < 0 || back > history.Count) return state;
        string draft = state.Back == 0 ? state.Buffer.Text : state.Draft;
        string text = back == 0 ? draft : history[back];
        return state with { Buffer = new EditBuffer(text, text.Length), Back = back, Draft = draft };
    }

    private (EditorState State, EditorWish Wish) Searching(EditorState state, HistorySearch search, KeyPress key)
    {
        switch (key.Key)
        {
            case Key.Text or Key.Paste:
                return (Find(state, search, search.Query + key.Text, Math.Max(1, search.Back)), EditorWish.None);
            case Key.Backspace:
                return (Find(state, search, search.Query[..new EditBuffer(search.Query, search.Query.Length).Left], 1), EditorWish.None);
            case Key.Search:
                return (Find(state, search, search.Query, search.Back + 1), EditorWish.None);
            case Key.Interrupt or Key.Escape:
                return (state with { Search = null, Buffer = search.Before }, EditorWish.None);
            default:
                return Press(state with { Search = null }, key);
        }
    }

    private EditorState Find(EditorState state, HistorySearch search, string query, int from)
    {
        int back = history.Find(query, from);
        HistorySearch found = search with { Query = query, Back = back == 0 ? search.Back : back };
        string? text = back == 0 ? null : history[back];
        return state with { Search = found, Buffer = text is null ? state.Buffer : new EditBuffer(text, text.Length) };
    }

    private static EditorState Select(EditorState state, CompletionMenu menu, int step)
    {
        // One place more than there are items: that of what was typed.
        int places = menu.Items.Count + 1;
        int selected = (menu.Selected + 1 + step + places) % places - 1;
        string text = selected < 0 ? menu.Typed : menu.Items[selected];
        return state with { Buffer = state.Buffer.ReplaceBefore(menu.Start, text), Menu = menu with { Selected = selected } };
    }

    private static bool IsAtIndent(EditBuffer buffer) => buffer.Text.Contains('\n') && string.IsNullOrWhiteSpace(buffer.LineBefore);

    private static string CommonStart(string left, string right)
    {
        int length = 0;
        while (length < left.Length && length < right.Length && left[length] == right[length]) length++;
        return left[..length];
    }
}
