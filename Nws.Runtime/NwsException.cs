namespace Nws;

/// <summary>The base of all errors Nws reports: catching it catches everything the library throws on purpose, except misused arguments.</summary>
public class NwsException : Exception
{
    /// <summary>Makes an error with a message for people.</summary>
    /// <param name="message">What went wrong, where, and what to do.</param>
    /// <param name="innerException">The error behind it, if any.</param>
    public NwsException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
