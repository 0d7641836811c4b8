"""Maps and sets that ``dict`` and ``set`` would change: their keys cannot be hashed, or are equal (1, 1.0, True)."""

from typing import Any, Dict, Iterable, Iterator, List, Tuple

from nws.values.distinct import surely_distinct


class NwsMap:
    """A map for keys that ``dict`` cannot hold (lists) or would merge (``1`` and ``1.0``).

    Keys compare exactly: same kind, same content. ``ValueError`` if two entries have the same key.
    """

    __slots__ = ("_entries",)

    def __init__(self, entries: Iterable[Tuple[Any, Any]] = ()) -> None:
        self._entries: Dict[bytes, Tuple[Any, Any]] = {}
        for key, value in entries:
            identity = _identity(key)
            if identity in self._entries:
                raise ValueError(f"a map with two keys {key!r}")
            self._entries[identity] = key, value

    def items(self) -> List[Tuple[Any, Any]]:
        """The entries, in order."""
        return list(self._entries.values())

    def identified(self) -> List[Tuple[bytes, Any]]:
        """The values, each with the identity of its key."""
        return [(identity, value) for identity, (_, value) in self._entries.items()]

    def keys(self) -> List[Any]:
        """The keys, in order."""
        return [key for key, _ in self._entries.values()]

    def values(self) -> List[Any]:
        """The values, in order."""
        return [value for _, value in self._entries.values()]

    def get(self, key: Any, default: Any = None) -> Any:
        """The value of ``key``, or ``default``."""
        return self._entries.get(_identity(key), (key, default))[1]

    def __getitem__(self, key: Any) -> Any:
        if key not in self:
            raise KeyError(key)
        return self.get(key)

    def __contains__(self, key: Any) -> bool:
        return _identity(key) in self._entries

    def __iter__(self) -> Iterator[Any]:
        return iter(self.keys())

    def __len__(self) -> int:
        return len(self._entries)

    def __eq__(self, other: object) -> bool:
        return _identity(self) == _identity(other) if isinstance(other, NwsMap) else NotImplemented

    __hash__ = None

    def __repr__(self) -> str:
        return f"NwsMap({self.items()!r})"


class NwsSet:
    """A set for elements that ``set`` cannot hold (lists) or would merge (``1`` and ``1.0``).

    Elements compare exactly: same kind, same content. ``ValueError`` if two elements are the same.
    """

    __slots__ = ("_elements",)

    def __init__(self, elements: Iterable[Any] = ()) -> None:
        self._elements: Dict[bytes, Any] = {}
        for element in elements:
            identity = _identity(element)
            if identity in self._elements:
                raise ValueError(f"a set with two elements {element!r}")
            self._elements[identity] = element

    def identities(self) -> List[bytes]:
        """The identities of the elements."""
        return list(self._elements)

    def __contains__(self, element: Any) -> bool:
        return _identity(element) in self._elements

    def __iter__(self) -> Iterator[Any]:
        return iter(self._elements.values())

    def __len__(self) -> int:
        return len(self._elements)

    def __eq__(self, other: object) -> bool:
        return _identity(self) == _identity(other) if isinstance(other, NwsSet) else NotImplemented

    __hash__ = None

    def __repr__(self) -> str:
        return f"NwsSet({list(self)!r})"


def make_map(entries: List[Tuple[Any, Any]]) -> Any:
    """A ``dict`` if it holds the entries unchanged, else a ``NwsMap``; ``ValueError`` if two keys are the same."""
    try:
        result = dict(entries)
    except TypeError:
        return NwsMap(entries)
    if len(result) < len(entries):
        return NwsMap(entries)
    if not surely_distinct(result):
        NwsMap(entries)  # two NaN are the same key, although not to dict
    return result


def make_set(elements: List[Any], frozen: bool) -> Any:
    """A ``set`` (a ``frozenset`` if ``frozen``) if it holds the elements unchanged, else a ``NwsSet``;
    ``ValueError`` if two elements are the same."""
    try:
        result = frozenset(elements) if frozen else set(elements)
    except TypeError:
        return NwsSet(elements)
    if len(result) < len(elements):
        return NwsSet(elements)
    if not surely_distinct(result):
        NwsSet(elements)
    return result


def _identity(value: Any) -> bytes:
    from nws.values.canonical import identity  # the writer knows these classes, so it cannot be imported above
    return identity(value)
