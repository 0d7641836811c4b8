"""Watching what happens to variables."""

from collections import deque
from typing import Any, Deque, Iterator, List, NamedTuple, NoReturn, Optional

from nws.client.connection import Connection
from nws.client.exchange import Exchange
from nws.exceptions import NwsException
from nws.values import encode


class Change(NamedTuple):
    """Something that happened to a variable; an index of -1: it is about the variable, not a value."""

    kind: str
    """``made``, ``stored``, ``fetched``, ``returned``, ``buried``, ``dropped`` or ``deleted``."""
    variable: str
    id: int
    index: int


class Watch:
    """The changes of a workspace in their order, for a ``for`` loop; made by ``NetWorkSpace.watch``.

    Whoever does not take them in time loses the watch: ``NwsOperationException`` with code ``no_watch``.
    """

    def __init__(self, connection: Connection, number: int) -> None:
        self._connection = connection
        self._number = number
        self._waiting: Deque[Change] = deque()

    def next(self, *, timeout: Optional[float] = None) -> List[Change]:
        """The changes that are there, as soon as there is one; none if there is none within ``timeout`` seconds."""
        if self._waiting:
            taken = list(self._waiting)
            self._waiting.clear()
            return taken
        options = {} if timeout is None else {"timeout": timeout}
        return [Change(*change) for change in self._call("changes", options) or ()]

    def close(self) -> None:
        """End the watch."""
        try:
            self._call("unwatch")
        except NwsException:
            pass  # it has ended already, or its connection has

    def _call(self, method: str, *params: Any) -> Any:
        with Exchange(self._connection, method, encode(self._number), *map(encode, params)) as exchange:
            return exchange.response().result()

    def __iter__(self) -> Iterator[Change]:
        return self

    def __next__(self) -> Change:
        while not self._waiting:
            self._waiting.extend(self.next())
        return self._waiting.popleft()

    def __enter__(self) -> "Watch":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("a watch cannot be pickled, because its connection belongs to this process")
