namespace Nws.Hosts.Repl.Terminal;

/// <summary>What a key asks of the editor.</summary>
internal enum Key
{
    /// <summary>Puts text in.</summary>
    Text,

    /// <summary>Puts in a block that was pasted.</summary>
    Paste,

    /// <summary>Runs the text, or begins another line of it.</summary>
    Enter,

    /// <summary>Begins another line in any case.</summary>
    NewLine,

    /// <summary>Completes; once more, takes the next choice.</summary>
    Tab,

    /// <summary>Takes the choice before.</summary>
    BackTab,

    /// <summary>Deletes to the left.</summary>
    Backspace,

    /// <summary>Deletes to the right.</summary>
    Delete,

    /// <summary>One character to the left.</summary>
    Left,

    /// <summary>One character to the right.</summary>
    Right,

    /// <summary>A line up, or back in the history.</summary>
    Up,

    /// <summary>A line down, or forth in the history.</summary>
    Down,

    /// <summary>To the beginning of the line.</summary>
    Home,

    /// <summary>To the end of the line.</summary>
    End,

    /// <summary>A word to the left.</summary>
    WordLeft,

    /// <summary>A word to the right.</summary>
    WordRight,

    /// <summary>Cuts the rest of the line.</summary>
    CutToEnd,

    /// <summary>Cuts the line up to the cursor.</summary>
    CutToStart,

    /// <summary>Cuts the word to the left.</summary>
    CutWord,

    /// <summary>Puts in what was cut.</summary>
    PutBack,

    /// <summary>Ctrl+C.</summary>
    Interrupt,

    /// <summary>Ctrl+D.</summary>
    EndOfInput,

    /// <summary>Searches the history, or goes to the next older find.</summary>
    Search,

    /// <summary>Clears the screen.</summary>
    Clear,

    /// <summary>Ends a search or a choice.</summary>
    Escape,

    /// <summary>Nothing that is known.</summary>
    Unknown,
}

/// <summary>A key that was pressed.</summary>
/// <param name="Key">What it asks.</param>
/// <param name="Text">The text of <see cref="Key.Text"/> and <see cref="Key.Paste"/>.</param>
internal readonly record struct KeyPress(Key Key, string Text = "");
