namespace Nws.Wire;

/// <summary>
/// The stream of messages can no longer be trusted, so the connection has to be closed. A fault inside one well-framed request is never reported this
/// way: it becomes an error response.
/// </summary>
internal sealed class ProtocolFaultException(ErrorCode code, string message) : NwsException(message)
{
    public ErrorCode Code { get; } = code;
}
