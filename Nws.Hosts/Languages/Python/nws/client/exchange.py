"""One request and its response."""

import contextlib
import os
from types import TracebackType
from typing import Optional, Type

from nws.client.connection import Connection
from nws.client.response import Delivered, Response
from nws.exceptions import NwsServerException

_POLL = 0.5 if os.name == "nt" else None  # Windows does not interrupt a wait; it has to end by itself


class Exchange:
    """A ``with`` block around a request, from before it is sent until its result is in safe hands.

    If the block ends by an exception (an interrupt while waiting, a value that cannot be decoded, a full disk), the
    request is cancelled and a value that was fetched goes back to its place, unless it was confirmed or kept.
    """

    def __init__(self, connection: Connection, method: str, *params: bytes, many: bool = False) -> None:
        self._connection = connection
        self._params = params
        self._kept = False
        self._pending = connection.begin(method, many)

    def __enter__(self) -> "Exchange":
        return self

    def response(self) -> Response:
        """Send the request and wait for the response."""
        self._connection.send(self._pending, self._params)
        while not self._pending.done.wait(_POLL):
            pass
        return self._connection.response_of(self._pending)

    def confirm(self, *deliveries: Delivered) -> None:
        """Tell the server that the values have arrived."""
        leases = [delivered.lease for delivered in deliveries if delivered.lease]
        if leases:
            self._connection.confirm(leases)
        self._kept = True

    def keep(self) -> None:
        """Leave the lease to the program."""
        self._kept = True

    def __exit__(self, kind: Optional[Type[BaseException]], error: Optional[BaseException],
                 trace: Optional[TracebackType]) -> None:
        if kind is not None and not self._kept:
            with contextlib.suppress(NwsServerException):  # without a connection, the server puts the value back itself
                self._connection.settle(self._pending)
