"""MessagePack-RPC messages, composed of values that are encoded already."""

from typing import Sequence

from nws.values import packing

NIL = b"\xc0"


def request(number: int, method: str, params: Sequence[bytes]) -> bytes:
    """The request ``[0, number, method, params]``."""
    return b"".join((b"\x94\x00", packing.pack_int(number), packing.pack_str(method), array(params)))


def response(number: int, error: bytes, result: bytes) -> bytes:
    """The response ``[1, number, error, result]``."""
    return b"".join((b"\x94\x01", packing.pack_int(number), error, result))


def notification(method: str, params: Sequence[bytes]) -> bytes:
    """The notification ``[2, method, params]``."""
    return b"".join((b"\x93\x02", packing.pack_str(method), array(params)))


def array(items: Sequence[bytes]) -> bytes:
    """The list of the items."""
    return packing.pack_array_head(len(items)) + b"".join(items)
