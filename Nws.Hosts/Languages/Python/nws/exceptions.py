"""The exceptions of the client. Each carries the server's ``code`` (see PROTOCOL.md), empty if the server gave none."""


class NwsException(Exception):
    """Base of all exceptions raised by Nws for Python."""

    def __init__(self, message: str = "", code: str = "") -> None:
        super().__init__(message)
        self.code = code


class NwsValueError(NwsException, ValueError):
    """A value that cannot be encoded, or bytes that cannot be decoded.

    ``path`` leads to the culprit in the value, ``position`` is that of the culprit in the bytes.
    """

    def __init__(self, reason: str, path: str = "", position: "int | None" = None) -> None:
        where = f" at {_brief(path)}" if path else ""
        if position is not None:
            where += f" (byte {position})"
        super().__init__(reason + where)
        self.path = path
        self.position = position


def _brief(path: str) -> str:
    return path if len(path) <= 200 else f"{path[:100]}...{path[-100:]}"


class NwsServerException(NwsException):
    """Communication with the server failed."""


class NwsConnectException(NwsServerException):
    """The server cannot be reached, or refused the connection."""


class NwsConnectionDroppedException(NwsServerException):
    """The connection ended; the message tells why."""


class NwsUnsupportedOperationException(NwsServerException):
    """The server does not know the operation."""


class NwsOperationException(NwsException):
    """The server refused an operation, or ended it."""


class NwsNoWorkSpaceException(NwsOperationException):
    """The workspace does not exist, or has been deleted since it was opened."""


class NwsDeclarationFailedException(NwsOperationException):
    """A variable cannot have the mode asked for."""


class NwsTimeoutException(NwsOperationException):
    """No value came within the time limit."""


NwsNoWorkspaceException = NwsNoWorkSpaceException
