"""Iteration over the values of a variable."""

import contextlib
from typing import TYPE_CHECKING, Any, BinaryIO, Iterator, List, NoReturn, Optional

from nws.client import files
from nws.client.response import Delivered

if TYPE_CHECKING:
    from nws.client.workspace import NetWorkSpace

_BEGINNING = (0, -1)


class NwsValueIterator:
    """Goes from value to value of a variable of mode fifo or single; made by ``ifind``, ``ifetch`` and their Try forms.

    An error of the server, such as the deletion of the variable, is raised, not taken for the end.
    """

    def __init__(self, ws: "NetWorkSpace", varName: str, op: str) -> None:
        self._workspace = ws
        self._variable = varName
        self._method = "fetch" if op.startswith("ifetch") else "find"
        self._options = {"timeout": 0} if op.endswith("Try") else {}
        self._operation = op
        self.reset()

    def __iter__(self) -> "NwsValueIterator":
        return self

    def __next__(self) -> Any:
        with self._step() as delivered:
            value = delivered and delivered.value
        if self._stopped:
            raise StopIteration
        return value

    next = __next__

    def reset(self) -> None:
        """Start again at the beginning of the variable."""
        self._cursor: List[Any] = list(_BEGINNING)
        self._stopped = False

    def restart(self) -> None:
        """Go on after the last value, although the iteration has ended: there may be new ones."""
        self._stopped = False

    def writeTo(self, fobj: BinaryIO) -> int:
        """Write the next value, bytes or text, to a file; the number of bytes, 0 at the end."""
        with self._step() as delivered:
            return files.write_value(delivered, fobj) if delivered else 0

    @contextlib.contextmanager
    def _step(self) -> Iterator[Optional[Delivered]]:
        """The next value, for the time of a ``with`` block; at the end None, and the iteration has stopped."""
        if self._stopped:
            yield None
            return
        with self._workspace.take(self._method, self._variable, dict(self._options, after=self._cursor)) as delivered:
            yield delivered
        if delivered is None:
            self._stopped = True
        else:
            self._cursor = [delivered.id, delivered.index]

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("an iterator over a variable cannot be pickled")

    def __repr__(self) -> str:
        return f"<{self._operation} of variable {self._variable!r} of {self._workspace!r}>"
