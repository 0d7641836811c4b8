"""What the server answered."""

from typing import Any, Dict, List, NamedTuple, Optional, Type

from nws.exceptions import (NwsConnectException, NwsDeclarationFailedException, NwsException, NwsNoWorkSpaceException,
                            NwsOperationException, NwsUnsupportedOperationException, NwsValueError)
from nws.values.reader import ValueReader
from nws.wire.scanner import array_head, end_of_value

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
        return None if self._is_nothing() else self._delivered()

    def deliveries(self) -> List[Delivered]:
        """The result, of a fetch of several values: empty if nothing was there; an ``NwsException`` if it is an error."""
        self._check()
        if self._is_nothing():
            return []
        count, self._reader.position = array_head(self._message, self._reader.position)
        return [self._delivered() for _ in range(count)]

    def _is_nothing(self) -> bool:
        return self._message[self._reader.position] == 0xc0

    def _delivered(self) -> Delivered:
        value, fault, start = None, None, self._reader.position + 1  # after the head of the array
        self._reader.position = start
        try:
            value = self._reader.read()
        except NwsValueError as error:
            fault = error
            self._reader = ValueReader(self._message, end_of_value(self._message, start))
        return Delivered(value, fault, *[self._reader.read() for _ in range(5)])

    def _check(self) -> None:
        if self._error is not None:
            code, message = self._error.get("code", ""), self._error.get("message", "")
            raise _EXCEPTIONS.get(code, NwsOperationException)(f"{message} [{code}]", code)
