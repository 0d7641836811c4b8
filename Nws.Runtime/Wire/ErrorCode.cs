namespace Nws.Wire;

/// <summary>
/// Why the server refused or ended a request, or closed the connection. The numbers are frozen; on the wire a code is text, see
/// <see cref="ErrorCodes"/>.
/// </summary>
internal enum ErrorCode
{
    BadRequest = 1,
    UnknownMethod = 2,
    Unauthorized = 3,
    Unsupported = 4,
    NoWorkspace = 5,
    NotOpened = 6,
    NoVariable = 7,
    ModeConflict = 8,
    BadMode = 9,
    NotIterable = 10,
    NotAtHead = 11,
    VariableDeleted = 12,
    NoLease = 13,
    BadTemplate = 14,
    Protected = 15,
    TooLarge = 16,
    TooMany = 17,
    Cancelled = 18,
    ShuttingDown = 19,
    Internal = 20,

    /// <summary>Only in <c>bye</c>: the client does not read its responses.</summary>
    SlowReader = 21,

    /// <summary>Only in <c>bye</c>: the client did not say hello in time.</summary>
    NoHello = 22,

    /// <summary>A persistent workspace could not be written to the server's disk.</summary>
    Storage = 23,

    /// <summary>A variable does not hold what the condition of a store says.</summary>
    Conflict = 24,

    /// <summary>The server's memory for values is full.</summary>
    Full = 25,

    /// <summary>A watch has ended.</summary>
    NoWatch = 26,

    /// <summary>A session cannot be resumed.</summary>
    NoSession = 27,

    /// <summary>Only in <c>bye</c>: the session goes on on another connection.</summary>
    Resumed = 28,

    /// <summary>Nobody knows whether a request was done before the server was started again.</summary>
    Uncertain = 29,

    /// <summary>The client's token does not allow the request.</summary>
    Denied = 30,

    /// <summary>Only in <c>bye</c>: the server speaks TLS, and the client does not.</summary>
    TlsRequired = 31,
}
