namespace Nws.Hosts.Languages;

/// <summary>A language cannot be used on this machine. The others can.</summary>
internal sealed class LanguageUnavailableException(NwsLanguage language, string message, Exception? innerException = null)
    : NwsException(message, innerException)
{
    internal NwsLanguage Language { get; } = language;
}

/// <summary>The code of a task threw an error, or does not compile.</summary>
internal sealed class LanguageTaskException(NwsError error) : NwsException(error.ToString())
{
    internal NwsError Error { get; } = error;
}

/// <summary>A kernel ended before it answered: its task killed it, somebody else did, or it never came up.</summary>
internal sealed class KernelLostException(NwsLanguage language, string how)
    : NwsException($"The {language.ToDisplayName()} kernel was lost: {how}")
{
    internal NwsLanguage Language { get; } = language;
}
