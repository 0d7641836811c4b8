namespace Nws.Hosts.Repl.Session;

/// <summary>Where a session shows things. Called from one thread at a time, but not always the same.</summary>
internal interface IReplDisplay
{
    /// <summary>How many columns there are; 0 if lines may be as long as they like.</summary>
    int Width { get; }

    /// <summary>Shows what code prints, at once.</summary>
    /// <param name="stream"><c>stdout</c> or <c>stderr</c>.</param>
    /// <param name="text">The text, with line ends of its own.</param>
    void Print(string stream, string text);

    /// <summary>Shows a result: text of one or more lines.</summary>
    void Show(string text);

    /// <summary>Tells of something that nobody asked for: that a server was started, that a value has changed.</summary>
    void Say(string text);

    /// <summary>Tells that something failed.</summary>
    void Complain(string text);
}
