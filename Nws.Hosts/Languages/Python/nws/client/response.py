"""What the server answered."""

from typing import Any, Dict, NamedTuple, Optional, Type

from nws.exceptions import (NwsConnectException, NwsDeclarationFailedException, NwsException, NwsNoWorkSpaceException,
                            NwsOperationException, NwsUnsupportedOperationException, NwsValueError)
from nws.values.reader import ValueReader
from nws.wire.scanner import end_of_value

_EXCEPTIONS: Dict[str, Type[NwsException]] = {
    "unauthorized": NwsConnectException,
    "unsupported": NwsUnsupportedOperationException,
    "unknown_method": NwsUnsupportedOperationException,
    "no_workspace": NwsNoWorkSpaceException,
    "mode_conflict": NwsDeclarationFailedException,
    "bad_mode": NwsDeclarationFailedException,
}


class Delivered(NamedTuple):
    """A value as it came from a variable. ``lease`` is 0 if there is nothing to confirm."""

    value: Any
    fault: Optional[NwsValueError]
    """Why the value cannot be decoded; None if it can."""
    variable: str
    id: Any
    index: int
    lease: int
    attempt: int


class Response:
    """The response ``[1, number, error, result]``, still encoded."""

    def __init__(self, message: bytes) -> None:
        self._message = message
        self._reader = ValueReader(message, position=1)
        self._reader.read()
        self._reader.read()
        self._error = self._reader.read()

    def result(self) -> Any:
        """The result; an ``NwsException`` if it is an error."""
        self._check()
        return self._reader.read()

    def delivery(self) -> Optional[Delivered]:
        """The result, of a find or fetch: None if nothing was there; an ``NwsException`` if it is an error."""
        self._check()
        start = self._reader.position
        if self._message[start] == 0xc0:
            return None
        value, fault, rest = None, None, self._reader
        rest.position = start + 1  # after the head of the array
        try:
            value = rest.read()
        except NwsValueError as error:
            fault = error
            rest = ValueReader(self._message, end_of_value(self._message, start + 1))
        return Delivered(value, fault, *[rest.read() for _ in range(5)])

    def _check(self) -> None:
        if self._error is not None:
            code, message = self._error.get("code", ""), self._error.get("message", "")
            raise _EXCEPTIONS.get(code, NwsOperationException)(f"{message} [{code}]", code)
