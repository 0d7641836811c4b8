"""The arguments of tasks, from the lists that the master gives."""

from collections.abc import Iterable, Mapping
from typing import Any, Iterator, List, Optional, Sequence, Tuple

from nws.sleigh.exceptions import SleighIllegalValueException

_SINGLE_VALUES = (str, bytes, bytearray, Mapping)


def varying(elementArgs: Any) -> "Iterator[List[Any]]":
    """The varying arguments of each element, up to the end of the shortest list.

    A list of lists (or of other iterables) has one for each argument; anything else that can be iterated is the list of
    the only argument.
    """
    if not isinstance(elementArgs, Iterable):
        raise SleighIllegalValueException(f"elementArgs cannot be iterated: {elementArgs!r}")
    if not isinstance(elementArgs, list):
        return map(_one, elementArgs)
    lists = [isinstance(each, Iterable) and not isinstance(each, _SINGLE_VALUES) for each in elementArgs]
    if not lists:
        raise SleighIllegalValueException("elementArgs is empty; no elements of one argument are [[]]")
    if all(lists):
        return map(list, zip(*elementArgs))
    if any(lists):
        raise SleighIllegalValueException("elementArgs mixes lists and single values")
    return map(_one, elementArgs)


def fixed(fixedArgs: Any) -> List[Any]:
    """The arguments that are the same for all elements; anything but a list is one argument."""
    return fixedArgs if isinstance(fixedArgs, list) else [fixedArgs]


def permutation(argPermute: Optional[Sequence[int]]) -> Optional[List[int]]:
    """The positions of the arguments to pass; None passes them as they are."""
    if argPermute is None:
        return None
    positions = list(argPermute)
    if not all(isinstance(position, int) and position >= 0 for position in positions):
        raise SleighIllegalValueException(f"argPermute is a list of positions from 0, not {positions!r}")
    return positions


def chunks(elements: "Iterator[List[Any]]", size: int) -> "Iterator[Tuple[int, List[List[Any]]]]":
    """The elements in parts of ``size``, each with the number of its first."""
    tag, part = 0, []
    for element in elements:
        part.append(element)
        if len(part) == size:
            yield tag, part
            tag, part = tag + size, []
    if part:
        yield tag, part


def load(loadFactor: float, workers: int) -> int:
    """How many tasks may be on their way at a time, at least one per worker."""
    return max(int(loadFactor * workers), workers)


def check_iterable(method: str, given: Any) -> None:
    """Refuse what gives no elements."""
    if not isinstance(given, Iterable):
        raise SleighIllegalValueException(f"{method} goes through iterables; this is none: {given!r}")


def as_arguments(element: Any) -> List[Any]:
    """The arguments of an element of ``starmap``."""
    if not isinstance(element, Iterable) or isinstance(element, _SINGLE_VALUES):
        raise SleighIllegalValueException(f"an element of starmap is a tuple of arguments, not {element!r}")
    return list(element)


def _one(element: Any) -> List[Any]:
    return [element]
