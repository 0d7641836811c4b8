"""The exceptions of the client. Each carries the server's ``code`` (see PROTOCOL.md), empty if the server gave none."""

from typing import Optional, Sequence

from nws.value_path import Step, path_text


class NwsException(Exception):
    """Base of all exceptions raised by Nws for Python."""

    def __init__(self, message: str = "", code: str = "") -> None:
        super().__init__(message)
        self.code = code


class NwsValueError(NwsException, ValueError):
    """A value that cannot be encoded, or bytes that cannot be decoded.

    ``path`` leads to the culprit in the value, such as ``['rows'][3]``, ``position`` is that of the culprit in the
    bytes.
    """

    def __init__(self, reason: str, steps: Sequence[Step] = (), position: Optional[int] = None) -> None:
        path = path_text(steps)
        where = f", at {path}" if path else ""
        if position is not None:
            where += f" (byte {position})"
        super().__init__(reason + where)
        self.path = path
        self.position = position
        self._reason = reason
        self._steps = tuple(steps)

    def inside(self, steps: Sequence[Step]) -> "NwsValueError":
        """The same error seen from the containers around the value, to which the steps lead."""
        return NwsValueError(self._reason, (*steps, *self._steps), self.position)


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
