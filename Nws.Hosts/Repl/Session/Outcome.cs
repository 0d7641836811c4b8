namespace Nws.Hosts.Repl.Session;

/// <summary>What became of a piece of code.</summary>
internal abstract record Outcome
{
    /// <summary>It ended well, and had no value or none that anybody wants to see.</summary>
    internal sealed record Done : Outcome;

    /// <summary>It has a value.</summary>
    /// <param name="Value">The value, exactly.</param>
    /// <param name="Text">The value as a prompt of its language prints it; null if it is to be shown as that language writes values.</param>
    internal sealed record Result(NwsValue Value, string? Text = null) : Outcome;

    /// <summary>It has a value that lives in its kernel only, such as a function.</summary>
    /// <param name="Text">The value as its language writes it.</param>
    internal sealed record Described(string Text) : Outcome;

    /// <summary>It threw an error, or does not compile.</summary>
    /// <param name="Error">The error.</param>
    internal sealed record Failed(NwsError Error) : Outcome;

    /// <summary>The user interrupted it.</summary>
    /// <param name="Language">Its language.</param>
    /// <param name="KernelSurvived">Whether the variables and definitions of the language are still there.</param>
    internal sealed record Interrupted(NwsLanguage Language, bool KernelSurvived) : Outcome;

    /// <summary>It took its kernel with it, or its language is not there.</summary>
    /// <param name="Message">What happened.</param>
    internal sealed record Lost(string Message) : Outcome;

    /// <summary>Whether it ended well.</summary>
    internal bool IsGood => this is Done or Result or Described;
}
