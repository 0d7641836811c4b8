using System.Text;

namespace Nws;

/// <summary>An error as a value: what went wrong in some language, readable in every other.</summary>
/// <param name="Type">The class name of the exception, such as <c>ValueError</c> or <c>InvalidOperationException</c>.</param>
/// <param name="Message">What went wrong, for people.</param>
/// <param name="Stack">Where, as the language writes it; may be empty.</param>
/// <param name="Language">The language: <c>csharp</c>, <c>python</c>, <c>javascript</c>, <c>r</c>.</param>
/// <param name="Cause">The error behind this one; null if there is none.</param>
public sealed record NwsError(string Type, string Message, string Stack, string Language, NwsError? Cause = null)
{
    /// <summary>
    /// Describes an exception of this program, and the inner exceptions as its causes. Of a <see cref="NwsRemoteException"/> or
    /// <c>SleighTaskException</c> the cause is the error it tells of.
    /// </summary>
    /// <param name="exception">The exception.</param>
    /// <returns>The error, of language <c>csharp</c>.</returns>
    public static NwsError FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return FromException(exception, exception => exception.StackTrace ?? "");
    }

    /// <summary>Describes an exception with stacks of one's own.</summary>
    internal static NwsError FromException(Exception exception, Func<Exception, string> stackOf)
    {
        var remote = exception as IRemoteFault;
        NwsError? cause = remote?.Error ?? (exception.InnerException is { } inner ? FromException(inner, stackOf) : null);
        return new NwsError(exception.GetType().Name, remote?.Summary ?? exception.Message, stackOf(exception), "csharp", cause);
    }

    /// <summary>The error in full, for people: what, where, and the same of its causes.</summary>
    /// <returns>Lines, such as <c>ValueError: no such row</c>, the stack, <c>Caused by RangeError: 7 (javascript)</c>, its stack.</returns>
    public string Describe()
    {
        var text = new StringBuilder(ToString());
        for (NwsError? link = this; link is not null; link = link.Cause)
        {
            if (!ReferenceEquals(link, this)) text.Append($"\nCaused by {link} ({link.Language})");
            if (link.Stack.Length > 0) text.Append('\n').Append(link.Stack.TrimEnd());
        }
        return text.ToString();
    }

    /// <summary>Type and message in one line.</summary>
    /// <returns>Such as <c>ValueError: no such row</c>.</returns>
    public override string ToString() => Message.Length == 0 ? Type : $"{Type}: {Message}";
}
