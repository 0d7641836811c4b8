"""The elements of a job: their varying arguments, taken from what the master gives as they are needed."""

import itertools
from collections.abc import Iterable, Mapping, Sized
from typing import Any, Iterator, List, Optional

from nws.sleigh.exceptions import SleighIllegalValueException

_SINGLE_VALUES = (str, bytes, bytearray, Mapping)


class Elements:
    """Rows of varying arguments, one for each element."""

    def __init__(self, rows: Iterator[List[Any]], count: Optional[int] = None,
                 names: Optional[List[Any]] = None) -> None:
        self._rows = rows
        self.names = names
        """What the elements are called; None if they have numbers only."""
        self.total = count
        """How many there are; None if nobody knows yet."""
        self.left = count
        """How many have not been taken; None if nobody knows."""
        self.ended = False
        """Whether there is none left."""

    def take(self, count: int) -> List[List[Any]]:
        """The next rows, fewer at the end."""
        self.ended = True  # and stays so if the next one cannot be had
        rows = list(itertools.islice(self._rows, count))
        if self.left is not None:
            self.left -= len(rows)
        self.ended = len(rows) < count or self.left == 0
        return rows

    def gather(self) -> None:
        """Take them all from where they come from, which may change or go on for ever, and know how many there are."""
        rows = list(self._rows)
        self._rows, self.total, self.left = iter(rows), len(rows), len(rows)

    def shutdown(self) -> None:
        """Take no further ones."""
        self.ended = True


def of_lists(elementArgs: Any) -> Elements:
    """The elements of ``eachElem``, up to the end of the shortest list.

    A list of lists (or of other iterables) has one for each argument; anything else that can be iterated is the list of
    the only argument. In a dictionary the elements have names.
    """
    if not isinstance(elementArgs, Iterable):
        raise SleighIllegalValueException(f"elementArgs cannot be iterated: {elementArgs!r}")
    if isinstance(elementArgs, Mapping):
        return Elements(map(list, zip(elementArgs.values())), len(elementArgs), list(elementArgs))
    if not isinstance(elementArgs, list):
        return Elements(map(list, zip(elementArgs)), _count([elementArgs]))
    lists = [isinstance(each, Iterable) and not isinstance(each, _SINGLE_VALUES) for each in elementArgs]
    if not lists:
        raise SleighIllegalValueException("elementArgs is empty; no elements of one argument are [[]]")
    if all(lists):
        return of_iterables(elementArgs)
    if any(lists):
        raise SleighIllegalValueException("elementArgs mixes lists and single values")
    return Elements(map(list, zip(elementArgs)), len(elementArgs))


def of_iterables(iterables: List[Any]) -> Elements:
    """The elements of ``imap``: an iterable for each argument."""
    return Elements(map(list, zip(*iterables)), _count(iterables))


def of_tuples(iterable: Any) -> Elements:
    """The elements of ``starmap``: each the arguments of a call."""
    return Elements(map(_arguments, iterable), _count([iterable]))


def check_iterable(method: str, given: Any) -> None:
    """Refuse what gives no elements."""
    if not isinstance(given, Iterable):
        raise SleighIllegalValueException(f"{method} goes through iterables; this is none: {given!r}")


def _count(iterables: List[Any]) -> Optional[int]:
    return min(map(len, iterables)) if all(isinstance(each, Sized) for each in iterables) else None


def _arguments(element: Any) -> List[Any]:
    if not isinstance(element, Iterable) or isinstance(element, _SINGLE_VALUES):
        raise SleighIllegalValueException(f"an element of starmap is a tuple of arguments, not {element!r}")
    return list(element)
