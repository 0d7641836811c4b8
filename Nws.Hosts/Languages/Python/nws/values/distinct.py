"""Whether keys that Python tells apart are also different values."""

import re
from datetime import timedelta
from typing import Any, Collection

from nws.values.scalars import Float32
from nws.values.times import NwsDateTime, NwsDuration

_SIMPLE = frozenset((int, bool, bytes, type(None)))
_COMPARED_BY_CONTENT = frozenset((timedelta, NwsDateTime, NwsDuration))
_SURROGATE = re.compile("[\ud800-\udfff]")


def surely_distinct(keys: Collection) -> bool:
    """Whether the keys of a ``dict`` or the elements of a ``set`` are different values for sure.

    Others may be equal nevertheless: two NaN, two exceptions with the same text, a character and its two surrogates.
    """
    if len(keys) < 2:
        return True
    kinds = set(map(type, keys))
    if kinds <= _SIMPLE or kinds == {str} and all(map(str.isascii, keys)):
        return True
    return all(map(_differs_from_others, keys))


def _differs_from_others(key: Any) -> bool:
    kind = type(key)
    if kind in _SIMPLE or kind in _COMPARED_BY_CONTENT or (kind.__module__, kind.__qualname__) == ("uuid", "UUID"):
        return True
    if kind is str:
        return key.isascii() or _SURROGATE.search(key) is None
    if kind is float or kind is Float32:
        return key == key
    return (kind is tuple or kind is frozenset) and all(map(_differs_from_others, key))
