"""The plain MessagePack forms: heads and scalars as bytes."""

import struct

from nws.exceptions import NwsValueError
from nws.values import ext

_FIXEXT = {1: 0xd4, 2: 0xd5, 4: 0xd6, 8: 0xd7, 16: 0xd8}


_SMALL = [bytes((value & 0xff,)) for value in range(-0x20, 0x80)]
_NAN = bytes.fromhex("cb7ff8000000000000")
_pack8, _pack16, _pack32, _pack64, _pack_double = (
    struct.Struct(form).pack for form in (">BB", ">BH", ">BI", ">BQ", ">Bd"))


def pack_int(value: int) -> bytes:
    """An integer of any size, in its shortest form."""
    if -0x20 <= value < 0x80:
        return _SMALL[value + 0x20]
    if 0 <= value < 1 << 64:
        return (_pack8(0xcc, value) if value < 1 << 8 else _pack16(0xcd, value) if value < 1 << 16 else
                _pack32(0xce, value) if value < 1 << 32 else _pack64(0xcf, value))
    if -1 << 63 <= value < 0:
        return (struct.pack(">Bb", 0xd0, value) if value >= -1 << 7 else
                struct.pack(">Bh", 0xd1, value) if value >= -1 << 15 else
                struct.pack(">Bi", 0xd2, value) if value >= -1 << 31 else struct.pack(">Bq", 0xd3, value))
    # ~value of a negative number has as many bits as its two's complement; one more is the sign.
    bits = (value if value > 0 else ~value).bit_length() + 1
    return pack_ext(ext.BIG_INTEGER, int(value).to_bytes((bits + 7) // 8, "big", signed=True))


def pack_float(value: float) -> bytes:
    """A float of 64 bits; all that are no number are written alike."""
    return _pack_double(0xcb, value) if value == value else _NAN


def pack_str(value: str) -> bytes:
    """A text. Lone surrogates keep their three-byte form."""
    try:
        data = value.encode()
    except UnicodeEncodeError:
        data = join_surrogates(value).encode("utf-8", "surrogatepass")
    size = len(data)
    return (bytes((0xa0 | size,)) if size < 0x20 else _pack_size(size, 0xd9, 0xda, 0xdb)) + data


def join_surrogates(text: str) -> str:
    """The text with each pair of surrogates as the one character that it means; lone ones stay."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def pack_bin_head(size: int) -> bytes:
    """What precedes ``size`` bytes of binary data."""
    return _pack_size(size, 0xc4, 0xc5, 0xc6)


def pack_array_head(size: int) -> bytes:
    """What precedes the ``size`` elements of an array."""
    return bytes((0x90 | size,)) if size < 0x10 else _pack_count(size, 0xdc, 0xdd)


def pack_map_head(size: int) -> bytes:
    """What precedes the ``size`` keys and values of a map."""
    return bytes((0x80 | size,)) if size < 0x10 else _pack_count(size, 0xde, 0xdf)


def pack_ext(kind: int, payload: bytes) -> bytes:
    """An extension of type ``kind``."""
    size = len(payload)
    head = bytes((_FIXEXT[size],)) if size in _FIXEXT else _pack_size(size, 0xc7, 0xc8, 0xc9)
    return b"".join((head, bytes((kind & 0xff,)), payload))


def _pack_size(size: int, byte_code: int, short_code: int, long_code: int) -> bytes:
    if size < 1 << 8:
        return struct.pack(">BB", byte_code, size)
    return _pack_count(size, short_code, long_code)


def _pack_count(size: int, short_code: int, long_code: int) -> bytes:
    if size < 1 << 16:
        return struct.pack(">BH", short_code, size)
    if size < 1 << 32:
        return struct.pack(">BI", long_code, size)
    raise NwsValueError(f"{size} are more bytes or elements than MessagePack can count")
