namespace Nws;

/// <summary>An error as a value: what went wrong in some language, readable in every other.</summary>
/// <param name="Type">The class name of the exception, such as <c>ValueError</c> or <c>InvalidOperationException</c>.</param>
/// <param name="Message">What went wrong, for people.</param>
/// <param name="Stack">Where, as the language writes it; may be empty.</param>
/// <param name="Language">The language: <c>csharp</c>, <c>python</c>, <c>javascript</c>, <c>r</c>.</param>
/// <param name="Cause">The error behind this one; null if there is none.</param>
public sealed record NwsError(string Type, string Message, string Stack, string Language, NwsError? Cause = null)
{
    /// <summary>Describes an exception of this program, and the inner exceptions as its causes.</summary>
    /// <param name="exception">The exception.</param>
    /// <returns>The error, of language <c>csharp</c>.</returns>
    public static NwsError FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        NwsError? cause = exception.InnerException is { } inner ? FromException(inner) : null;
        return new NwsError(exception.GetType().Name, exception.Message, exception.StackTrace ?? "", "csharp", cause);
    }

    /// <summary>Type and message in one line.</summary>
    /// <returns>Such as <c>ValueError: no such row</c>.</returns>
    public override string ToString() => Message.Length == 0 ? Type : $"{Type}: {Message}";
}
