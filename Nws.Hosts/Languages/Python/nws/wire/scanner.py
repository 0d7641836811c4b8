"""Finding the ends of MessagePack values without decoding them."""

from typing import List, Tuple

from nws.exceptions import NwsValueError


def _layout(code: int) -> Tuple[int, int, int, int, int]:
    """What follows a value's first byte: (bytes of a number n, fixed bytes, fixed values, bytes per n, values per n).

    A negative number of bytes: no value starts with that byte.
    """
    if code < 0x80 or code >= 0xe0 or code in (0xc0, 0xc2, 0xc3):
        return 0, 0, 0, 0, 0
    if code < 0xa0:
        count = code & 0x0f
        return 0, 0, 2 * count if code < 0x90 else count, 0, 0
    if code < 0xc0:
        return 0, code & 0x1f, 0, 0, 0
    if code in (0xca, 0xcb):
        return 0, 4 << code - 0xca, 0, 0, 0
    if 0xcc <= code <= 0xd3:
        return 0, 1 << (code - 0xcc) % 4, 0, 0, 0
    if 0xd4 <= code <= 0xd8:
        return 0, 1 + (1 << code - 0xd4), 0, 0, 0
    if code in (0xc4, 0xc5, 0xc6, 0xd9, 0xda, 0xdb):
        return 1 << code - (0xc4 if code < 0xd0 else 0xd9), 0, 0, 1, 0
    if code in (0xc7, 0xc8, 0xc9):
        return 1 << code - 0xc7, 1, 0, 1, 0
    if code in (0xdc, 0xdd):
        return 2 << code - 0xdc, 0, 0, 0, 1
    if code in (0xde, 0xdf):
        return 2 << code - 0xde, 0, 0, 0, 2
    return -1, 0, 0, 0, 0


_LAYOUTS = [_layout(code) for code in range(0x100)]


class MessageScanner:
    """Cuts a stream of bytes into messages, whatever the parts it arrives in."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._position = 0
        self._missing = 1

    def feed(self, data: bytes) -> List[bytes]:
        """The messages that ``data`` completes; ``NwsValueError`` if the stream is not MessagePack."""
        self._buffer += data
        messages = []
        while True:
            self._position, self._missing = _advance(self._buffer, self._position, self._missing)
            if self._missing or self._position > len(self._buffer):
                return messages
            messages.append(bytes(self._buffer[:self._position]))
            del self._buffer[:self._position]
            self._position, self._missing = 0, 1


def end_of_value(data: bytes, position: int) -> int:
    """Where the value ends that starts at ``position`` and is there as a whole."""
    return _advance(data, position, 1)[0]


def array_head(data: bytes, position: int) -> Tuple[int, int]:
    """The number of items of the array that starts at ``position``, and where the first of them starts."""
    size, _, values, _, _ = _LAYOUTS[data[position]]
    start = position + 1 + size
    return (int.from_bytes(data[position + 1:start], "big") if size else values), start


def _advance(data: bytes, position: int, missing: int) -> Tuple[int, int]:
    """Pass over values until none is missing or the data ends; a position beyond the end is that of the next value."""
    end = len(data)
    while missing and position < end:
        size, skipped, values, skipped_each, values_each = _LAYOUTS[data[position]]
        if size == 0:
            position += 1 + skipped
        elif size < 0:
            raise NwsValueError(f"no value starts with 0x{data[position]:02x}", position=position)
        elif position + size >= end:
            break
        else:
            number = int.from_bytes(data[position + 1:position + 1 + size], "big")
            position += 1 + size + skipped + number * skipped_each
            values = number * values_each
        missing += values - 1
    return position, missing
