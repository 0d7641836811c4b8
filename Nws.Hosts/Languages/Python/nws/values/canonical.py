"""Values as bytes that are equal exactly for equal values."""

from typing import Any, Collection, Iterable

from nws.exceptions import NwsValueError
from nws.values import ext, packing
from nws.values.container import Container, Encoded
from nws.values.entries import NwsMap, NwsSet
from nws.values.writer import EQUAL_KEYS, ValueWriter


def identity(value: Any) -> bytes:
    """Bytes that equal values have in common, and no others. ``NwsValueError`` as by ``encode``."""
    return CanonicalWriter().encode(value)


class CanonicalWriter(ValueWriter):
    """Writes sets and maps in the order of their bytes: their own order does not matter."""

    __slots__ = ()

    def _continue(self, container: Container) -> None:
        for element in container.rest:
            container.begun += 1
            container.starts.append(len(self._out))
            self._write(element)
            if self._open[-1] is not container:
                return
        self._close()

    def _close(self) -> None:
        container = self._open[-1]
        if container.kind == ext.SET:
            pieces = sorted(set(self._pieces(container, 1)))
            self._out[:] = packing.pack_array_head(len(pieces)) + b"".join(pieces)
        elif container.entries is not None and container.kind is None and container.starts:
            if len(set(self._pieces(container, 1)[::2])) < len(container.starts) // 2:
                raise NwsValueError(EQUAL_KEYS)
            self._out[container.starts[0]:] = b"".join(sorted(self._pieces(container, 2)))
        super()._close()

    def _pieces(self, container: Container, elements: int) -> list:
        """The bytes that the container's elements were written as, so many elements in each piece."""
        bounds = [*container.starts[::elements], len(self._out)]
        return [bytes(self._out[start:end]) for start, end in zip(bounds, bounds[1:])]

    def _refuse_equal_keys(self, container: Container, keys: Collection) -> None:
        """Left to the end of the map."""

    # The wrappers know the identities of what they hold: asking them keeps the time for keys inside each other short.

    def _elements(self, value: NwsSet) -> Iterable:
        return map(Encoded, value.identities())

    def _entries(self, value: NwsMap) -> Collection:
        return [(Encoded(key), content) for key, content in value.identified()]

    def _distinct(self, container: Container, elements: Collection) -> Collection:
        return elements  # left to the end of the set
