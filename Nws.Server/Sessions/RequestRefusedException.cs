using Nws.Wire;

namespace Nws.Server.Sessions;

/// <summary>A well-framed request that says something wrong: it becomes an error response and the connection lives.</summary>
internal sealed class RequestRefusedException(ErrorCode code, string message) : Exception(message)
{
    public ErrorCode Code { get; } = code;
}
