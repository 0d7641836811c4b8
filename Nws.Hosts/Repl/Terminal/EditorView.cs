using Nws.Hosts.Repl.Rendering;
using Nws.Hosts.Repl.Syntax;

namespace Nws.Hosts.Repl.Terminal;

/// <summary>How the state of an editor looks: prompt, text in colours, choices below.</summary>
internal static class EditorView
{
    private const string PromptStyle = "1;34";
    private const string Dim = "90";
    private const int MenuRows = 6;
    private const string Gap = "  ";

    /// <summary>Draws a state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="language">The language of the text.</param>
    /// <param name="prompt">What stands before the text.</param>
    /// <param name="width">Columns of the terminal.</param>
    internal static Frame Draw(EditorState state, NwsLanguage language, string prompt, int width)
    {
        var frame = new FrameBuilder(Math.Max(width, 2));
        frame.Add(state.Search is { } search ? $"(search '{search.Query}') " : prompt, PromptStyle);
        string continuation = new string('.', Math.Max(0, prompt.TrimEnd().Length)) + " ";
        AddText(frame, state.Buffer, StylesOf(state.Buffer.Text, language), continuation);
        if (state.Menu is { } menu) AddMenu(frame, menu, width);
        return frame.Build();
    }

    private static void AddText(FrameBuilder frame, EditBuffer buffer, string[] styles, string continuation)
    {
        int at = 0;
        foreach (string element in CellWidth.Elements(buffer.Text))
        {
            if (at == buffer.Cursor) frame.PlaceCursor();
            if (element is "\n" or "\r\n")
            {
                frame.NewRow();
                frame.Add(continuation, Dim);
            }
            else frame.AddElement(element, styles[at]);
            at += element.Length;
        }
        if (at == buffer.Cursor) frame.PlaceCursor();
    }

    private static string[] StylesOf(string text, NwsLanguage language)
    {
        var styles = new string[text.Length];
        Array.Fill(styles, "");
        bool isCommand = text.StartsWith('#') && text.Length > 1 && char.IsAsciiLetter(text[1]);
        int start = isCommand ? text.IndexOfAny([' ', '\n']) is var end && end < 0 ? text.Length : end : 0;
        Array.Fill(styles, "33", 0, start);
        if (isCommand && NwsLanguages.TryParse(text[1..start], out NwsLanguage named)) language = named;
        foreach (Token token in Scanner.Scan(language, text[start..])) Array.Fill(styles, StyleOf(token.Kind), start + token.Start, token.End - token.Start);
        return styles;
    }

    private static string StyleOf(TokenKind kind) => kind switch
    {
        TokenKind.Keyword => "35",
        TokenKind.Number => "36",
        TokenKind.Text => "32",
        TokenKind.Comment => Dim,
        _ => "",
    };

    /// <summary>The choices in columns; those around the selected one if there are too many.</summary>
    private static void AddMenu(FrameBuilder frame, CompletionMenu menu, int width)
    {
        int cell = Math.Min(width, menu.Items.Max(CellWidth.Of) + Gap.Length);
        int columns = Math.Max(1, width / cell);
        int rows = (menu.Items.Count + columns - 1) / columns;
        int first = Math.Clamp(Math.Max(menu.Selected, 0) / columns - MenuRows + 1, 0, Math.Max(0, rows - MenuRows));
        for (int row = first; row < Math.Min(rows, first + MenuRows); row++)
        {
            frame.NewRow();
            for (int index = row * columns; index < Math.Min(menu.Items.Count, (row + 1) * columns); index++)
            {
                frame.Add(TextTable.Fit(menu.Items[index], cell - Gap.Length), index == menu.Selected ? "7" : Dim);
                if (columns > 1) frame.Add(Gap, "");
            }
        }
        if (rows <= MenuRows) return;
        frame.NewRow();
        frame.Add(TextTable.Fit($"… {menu.Items.Count} choices", Math.Min(width, 20)), Dim);
    }
}
