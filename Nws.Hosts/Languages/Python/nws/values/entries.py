"""Maps and sets that ``dict`` and ``set`` would change: their keys cannot be hashed, or are equal (1, 1.0, True)."""

from typing import Any, Iterable, Iterator, List, Tuple


class NwsMap:
    """A map kept as its entries, for keys that ``dict`` cannot hold (lists) or would merge (``1`` and ``1.0``).

    Looking up a key compares exactly: same kind, same content.
    """

    __slots__ = ("_entries",)

    def __init__(self, entries: Iterable[Tuple[Any, Any]] = ()) -> None:
        self._entries = [(key, value) for key, value in entries]

    def items(self) -> List[Tuple[Any, Any]]:
        """The entries, in order."""
        return list(self._entries)

    def keys(self) -> List[Any]:
        """The keys, in order."""
        return [key for key, _ in self._entries]

    def values(self) -> List[Any]:
        """The values, in order."""
        return [value for _, value in self._entries]

    def get(self, key: Any, default: Any = None) -> Any:
        """The value of ``key``, or ``default``."""
        wanted = _identity(key)
        return next((value for candidate, value in self._entries if _identity(candidate) == wanted), default)

    def __getitem__(self, key: Any) -> Any:
        missing = object()
        value = self.get(key, missing)
        if value is missing:
            raise KeyError(key)
        return value

    def __contains__(self, key: Any) -> bool:
        return _identity(key) in map(_identity, self.keys())

    def __iter__(self) -> Iterator[Any]:
        return iter(self.keys())

    def __len__(self) -> int:
        return len(self._entries)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NwsMap):
            return NotImplemented
        return _identities(self._entries) == _identities(other._entries)

    __hash__ = None

    def __repr__(self) -> str:
        return f"NwsMap({self._entries!r})"


class NwsSet:
    """A set kept as its elements, for those that ``set`` cannot hold (lists) or would merge (``1`` and ``1.0``)."""

    __slots__ = ("_elements",)

    def __init__(self, elements: Iterable[Any] = ()) -> None:
        self._elements = list(elements)

    def __contains__(self, element: Any) -> bool:
        return _identity(element) in map(_identity, self._elements)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._elements)

    def __len__(self) -> int:
        return len(self._elements)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NwsSet):
            return NotImplemented
        return _identities(self._elements) == _identities(other._elements)

    __hash__ = None

    def __repr__(self) -> str:
        return f"NwsSet({self._elements!r})"


def make_map(entries: List[Tuple[Any, Any]]) -> Any:
    """A ``dict`` if it holds the entries unchanged, else a ``NwsMap``."""
    try:
        result = dict(entries)
    except TypeError:
        return NwsMap(entries)
    return result if len(result) == len(entries) else NwsMap(entries)


def make_set(elements: List[Any], frozen: bool) -> Any:
    """A ``set`` (a ``frozenset`` if ``frozen``) if it holds the elements unchanged, else a ``NwsSet``."""
    try:
        result = frozenset(elements) if frozen else set(elements)
    except TypeError:
        return NwsSet(elements)
    return result if len(result) == len(elements) else NwsSet(elements)


def _identity(value: Any) -> bytes:
    from nws.values.writer import encode  # the writer knows these classes, so it cannot be imported above
    return encode(value)


def _identities(values: List[Any]) -> List[bytes]:
    return sorted(map(_identity, values))
