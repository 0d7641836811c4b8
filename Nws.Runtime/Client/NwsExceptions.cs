namespace Nws;

// The family of the user guide (A.1.3 to A.1.11), plus NwsTimeoutException. The base class NwsException has a file of its own; NwsValueException stands beside the values.

/// <summary>The server could not be reached or understood (user guide A.1.10).</summary>
public class NwsServerException(string message, Exception? inner = null) : NwsException(message, inner);

/// <summary>No connection to the server could be made, or the server refused it (user guide A.1.3).</summary>
public sealed class NwsConnectException(string message, Exception? inner = null) : NwsServerException(message, inner);

/// <summary>The connection was lost, or the server closed it; the message gives the server's reason where it gave one (user guide A.1.4).</summary>
public sealed class NwsConnectionDroppedException(string message, Exception? inner = null) : NwsServerException(message, inner);

/// <summary>The server does not know this operation (user guide A.1.11).</summary>
public sealed class NwsUnsupportedOperationException(string message) : NwsServerException(message);

/// <summary>The server refused an operation (user guide A.1.8).</summary>
/// <param name="code">The error code of PROTOCOL.md, for example <c>no_variable</c>.</param>
/// <param name="message">The server's reason.</param>
public class NwsOperationException(string code, string message) : NwsException(message)
{
    /// <summary>The error code of PROTOCOL.md, for example <c>no_variable</c> or <c>variable_deleted</c>.</summary>
    public string Code { get; } = code;
}

/// <summary>The workspace does not exist, was deleted, or was not opened on this connection (user guide A.1.7).</summary>
/// <inheritdoc/>
public sealed class NwsNoWorkSpaceException(string code, string message) : NwsOperationException(code, message);

/// <summary>The variable cannot have the declared mode (user guide A.1.5).</summary>
/// <inheritdoc/>
public sealed class NwsDeclarationFailedException(string code, string message) : NwsOperationException(code, message);

/// <summary>No value came within the time limit of a find or fetch. Nothing was taken.</summary>
/// <param name="message">Which variables were waited for, and how long.</param>
public sealed class NwsTimeoutException(string message) : NwsException(message);
