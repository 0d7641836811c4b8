"""Files as values: bytes on their way between a file and a variable, in chunks."""

from typing import BinaryIO, List

from nws.client.response import Delivered
from nws.exceptions import NwsOperationException

_CHUNK = 1 << 18


def read_value(fobj: BinaryIO, size: int, limit: int) -> List[bytes]:
    """Up to ``size`` bytes of a file (0: all), in chunks; ``NwsOperationException`` once they exceed ``limit``."""
    chunks: List[bytes] = []
    total = 0
    while size == 0 or total < size:
        chunk = fobj.read(_CHUNK if size == 0 else min(_CHUNK, size - total))
        if not chunk:
            break
        if isinstance(chunk, str):
            raise TypeError("the file gives text; open it in binary mode ('rb')")
        chunks.append(chunk)
        total += len(chunk)
        if total > limit:
            raise NwsOperationException(f"the file is larger than the server's limit for a value, {limit} bytes; "
                                        "store it in several parts, with n", "too_large")
    return chunks


def write_value(delivered: Delivered, fobj: BinaryIO) -> int:
    """Write a value, bytes or text (as UTF-8), to a file; the number of bytes."""
    value = delivered.value.encode("utf-8", "surrogatepass") if isinstance(delivered.value, str) else delivered.value
    if not isinstance(value, bytes):
        raise NwsOperationException(f"variable {delivered.variable!r} holds a value of type {type(value).__name__}; "
                                    "only bytes and text can be written to a file")
    rest = memoryview(value)
    while rest:
        written = fobj.write(rest[:_CHUNK])
        rest = rest[_CHUNK if written is None else written:]
    return len(value)
