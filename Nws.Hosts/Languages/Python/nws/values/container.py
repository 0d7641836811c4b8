"""Parts of a value while it is being written."""

import itertools
from typing import Any, Iterable, List, Optional

from nws.value_path import Step, step_to_value


class Encoded(bytes):
    """A value that has been encoded already."""

    __slots__ = ()


class Container:
    """A container being written: the elements that are left (keys and values in turn, if it has entries)."""

    __slots__ = ("value", "rest", "entries", "begun", "kind", "outer", "starts")

    def __init__(self, value: Any, elements: Iterable, entries: Optional[Iterable] = None) -> None:
        self.value = value
        self.rest = iter(elements)
        self.entries = entries
        self.begun = 0
        self.kind: Optional[int] = None
        self.outer = bytearray()
        self.starts: List[int] = []  # of the elements in the output, for who wants to know them

    def step(self) -> Step:
        """The step from the container to the element begun last."""
        if self.entries is None:
            return self.begun - 1
        entry, is_value = divmod(self.begun - 1, 2)
        if not is_value:
            return "key", entry
        return step_to_value(next(itertools.islice(self.entries, entry, None))[0], entry)
