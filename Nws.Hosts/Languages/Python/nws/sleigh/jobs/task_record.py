"""Task records as they travel. Most arguments are numbers and texts; those are written without a detour."""

from typing import Any, Callable, Dict, List

from nws.values import encode
from nws.values.container import Encoded
from nws.values.packing import pack_array_head, pack_float, pack_int, pack_str

_PACK: Dict[type, Callable[[Any], bytes]] = {
    int: pack_int, float: pack_float, str: pack_str, bool: lambda value: b"\xc3" if value else b"\xc2",
    type(None): lambda value: b"\xc0"}

_MAP_OF_THREE, _LIST_OF_ONE = b"\x83", b"\x91"
_TAG, _ARGS = encode("tag"), encode("args")


class TaskWriter:
    """Writes the task records of one job."""

    def __init__(self, job: int) -> None:
        self._job = job
        self._head = b"".join((_MAP_OF_THREE, encode("job"), encode(job), _TAG))

    def write(self, tag: int, rows: List[List[Any]]) -> Encoded:
        """The record of elements from number ``tag`` on. ``NwsValueError`` if an argument cannot be a value."""
        try:
            packed = _packed(rows)
        except KeyError:
            return Encoded(encode({"job": self._job, "tag": tag, "args": rows}))
        return Encoded(b"".join((self._head, pack_int(tag), _ARGS, pack_array_head(len(rows)), *packed)))


def _packed(rows: List[List[Any]]) -> List[bytes]:
    """Each row; ``KeyError`` if something in one is neither a number nor a text."""
    pack = _PACK
    if all([len(row) == 1 for row in rows]):
        return [_LIST_OF_ONE + pack[type(argument)](argument) for (argument,) in rows]
    return [b"".join((pack_array_head(len(row)), *[pack[type(argument)](argument) for argument in row]))
            for row in rows]
