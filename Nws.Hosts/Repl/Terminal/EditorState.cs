namespace Nws.Hosts.Repl.Terminal;

/// <summary>All that an editor knows. A key makes another one of it.</summary>
/// <param name="Buffer">The text.</param>
internal sealed record EditorState(EditBuffer Buffer)
{
    internal static EditorState Empty { get; } = new(EditBuffer.Empty);

    /// <summary>How far back in the history; 0 for the text that is new.</summary>
    internal int Back { get; init; }

    /// <summary>The new text, while an older one is looked at.</summary>
    internal string Draft { get; init; } = "";

    /// <summary>What was cut last.</summary>
    internal string Cut { get; init; } = "";

    /// <summary>The search in the history; null if there is none.</summary>
    internal HistorySearch? Search { get; init; }

    /// <summary>The choices at the cursor; null if none are shown.</summary>
    internal CompletionMenu? Menu { get; init; }
}

/// <summary>A search in the history.</summary>
/// <param name="Query">What is looked for.</param>
/// <param name="Back">How far back the find is; 0 if nothing was found.</param>
/// <param name="Before">The text from before the search.</param>
internal sealed record HistorySearch(string Query, int Back, EditBuffer Before);

/// <summary>Choices for what ends at the cursor.</summary>
/// <param name="Start">Where the text begins that a choice replaces.</param>
/// <param name="Typed">That text, as it was typed.</param>
/// <param name="Items">The choices.</param>
/// <param name="Selected">The choice that stands in the text; -1 for what was typed.</param>
internal sealed record CompletionMenu(int Start, string Typed, IReadOnlyList<string> Items, int Selected = -1);

/// <summary>What an editor wants of those around it.</summary>
internal enum EditorWish
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The text is to be run.</summary>
    Submit,

    /// <summary>The text is to be dropped.</summary>
    Drop,

    /// <summary>The user wants to leave.</summary>
    Leave,

    /// <summary>Choices for what ends at the cursor.</summary>
    Complete,

    /// <summary>An empty screen.</summary>
    Clear,
}
