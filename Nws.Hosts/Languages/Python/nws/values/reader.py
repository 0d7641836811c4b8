"""Decoding: MessagePack to Python values, as VALUES.md says."""

import re
import struct
from typing import Any, Callable, Dict, List, Optional, Tuple

from nws.exceptions import NwsValueError
from nws.values import ext
from nws.values.arrays import make_array
from nws.values.entries import make_map, make_set
from nws.values.packing import join_surrogates
from nws.values.remote_error import RemoteError
from nws.values.scalars import Float32
from nws.values.times import as_datetime, as_timedelta, unpack_timestamp

_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?(E[+-]?[0-9]{1,18})?|s?NaN|-?Infinity")

_NUMBERS = {0xca: struct.Struct(">f"), 0xcb: struct.Struct(">d"),
            0xcc: struct.Struct(">B"), 0xcd: struct.Struct(">H"), 0xce: struct.Struct(">I"), 0xcf: struct.Struct(">Q"),
            0xd0: struct.Struct(">b"), 0xd1: struct.Struct(">h"), 0xd2: struct.Struct(">i"), 0xd3: struct.Struct(">q")}

_CONSTANTS = {0xc0: None, 0xc2: False, 0xc3: True}

# How to read what begins with a byte and has always the same number of bytes, as a tuple of one, and that number.
_PLAIN: Dict[int, Tuple[Callable[[bytes, int], Tuple[Any]], int]] = {
    **{code: (struct.Struct(">x" + form.format[1:]).unpack_from, 1 + form.size)
       for code, form in _NUMBERS.items() if code != 0xca},
    **{code: (struct.Struct(">b").unpack_from, 1) for code in range(0xe0, 0x100)},
    **{code: (lambda data, at, value=value: (value,), 1) for code, value in _CONSTANTS.items()},
    **{0xa0 | size: (lambda data, at, end=1 + size: (str(data[at + 1:at + end], "utf-8"),), 1 + size)
       for size in range(0x20)},
}

_LIST, _MAP = 100, 101  # kinds of containers that are no extension
_OPENED = object()


def decode(data: bytes) -> Any:
    """The value of the bytes. ``NwsValueError`` if they are not exactly one value."""
    reader = ValueReader(data)
    value = reader.read()
    if reader.position != len(data):
        raise NwsValueError(f"{len(data) - reader.position} bytes too many after the value", position=reader.position)
    return value


class _Container:
    """A container being read; ``count`` is that of its elements, keys and values counted one by one."""

    __slots__ = ("kind", "count", "elements", "frozen", "start", "outer_end")

    def __init__(self, kind: int, count: int, frozen: bool, start: int, outer_end: int) -> None:
        self.kind = kind
        self.count = count
        self.elements: List[Any] = []
        self.frozen = frozen
        self.start = start
        self.outer_end = outer_end

    def freezes_next(self) -> bool:
        """Whether the next element has to be hashable, as keys and elements of sets have."""
        if self.kind in (_MAP, ext.ERROR):
            return len(self.elements) % 2 == 0
        return self.frozen or self.kind == ext.SET

    def finish(self) -> Any:
        """The value, once all elements are there."""
        if self.kind == _LIST:
            return self.elements
        if self.kind == ext.TUPLE:
            return tuple(self.elements)
        if self.kind == ext.SET:
            return make_set(self.elements, self.frozen)
        entries = list(zip(self.elements[::2], self.elements[1::2]))
        return make_map(entries) if self.kind == _MAP else RemoteError.from_record(make_map(entries))


class ValueReader:
    """Reads values from ``data``, one after the other, starting at ``position``.

    It works without recursion: containers 256 deep must not exhaust Python's stack.
    """

    __slots__ = ("position", "_data", "_end", "_open", "_depth")

    def __init__(self, data: bytes, position: int = 0) -> None:
        self.position = position
        self._data = data
        self._end = len(data)
        self._open: List[_Container] = []
        self._depth = 0

    def read(self) -> Any:
        """The next value."""
        value = self._read_item()
        while self._open:
            container = self._open[-1]
            if value is not _OPENED:
                container.elements.append(value)
            value = self._close() if len(container.elements) == container.count else self._read_item()
        return value

    def read_list_head(self) -> int:
        """The number of the elements that follow, of a list that is not read as one value."""
        code = self._read_uint(1)
        if code & 0xf0 == 0x90:
            return code & 0x0f
        if code == 0xdc or code == 0xdd:
            return self._read_uint(2 << code - 0xdc)
        raise self._fault("a list was expected", self.position - 1)

    def read_encoded(self) -> bytes:
        """The bytes of the next value."""
        start = self.position
        self.read()
        return self._data[start:self.position]

    def _read_item(self) -> Any:
        """The next scalar; of a container only the head, which leaves it open."""
        position = self.position
        if position == self._end:
            raise self._fault("the value ends too early")
        code = self._data[position]
        self.position = position + 1
        if code < 0x80:
            return code
        if code < 0x90:
            return self._enter(_MAP, 2 * (code & 0x0f))
        if code < 0xa0:
            return self._enter(_LIST, code & 0x0f)
        if code < 0xc0:
            return self._read_text(code & 0x1f)
        if code >= 0xe0:
            return code - 0x100
        if code in _CONSTANTS:
            return _CONSTANTS[code]
        form = _NUMBERS.get(code)
        if form is not None:
            number = form.unpack(self._take(form.size))[0]
            return Float32(number) if code == 0xca else number
        return self._read_sized(code)

    def _read_sized(self, code: int) -> Any:
        if 0xd4 <= code <= 0xd8:
            return self._read_ext(1 << code - 0xd4)
        if 0xd9 <= code <= 0xdb:
            return self._read_text(self._read_uint(1 << code - 0xd9))
        if 0xc4 <= code <= 0xc6:
            return bytes(self._take(self._read_uint(1 << code - 0xc4)))
        if 0xc7 <= code <= 0xc9:
            return self._read_ext(self._read_uint(1 << code - 0xc7))
        if code == 0xdc or code == 0xdd:
            return self._enter(_LIST, self._read_uint(2 << code - 0xdc))
        if code == 0xde or code == 0xdf:
            return self._enter(_MAP, 2 * self._read_uint(2 << code - 0xde))
        raise self._fault(f"no value starts with 0x{code:02x}", self.position - 1)

    def _read_text(self, size: int) -> str:
        start = self.position
        data = self._take(size)
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        try:
            return join_surrogates(data.decode("utf-8", "surrogatepass"))
        except UnicodeDecodeError:
            raise self._fault("text that is not UTF-8", start) from None

    def _read_ext(self, size: int) -> Any:
        start = self.position
        kind = int.from_bytes(self._take(1), "big", signed=True)
        if kind in (ext.TUPLE, ext.SET):
            return self._enter_ext(kind, size, 0x90, 0xdc)
        if kind == ext.ERROR:
            return self._enter_ext(kind, size, 0x80, 0xde)
        parse = _PARSERS.get(kind)
        if parse is None:
            raise self._fault(f"unknown extension type {kind}", start)
        try:
            return parse(self._take(size))
        except (ValueError, struct.error) as error:
            raise self._fault(f"extension type {kind}: {error}", start) from None

    def _enter_ext(self, kind: int, size: int, short_code: int, long_code: int) -> Any:
        """Open the container that is an extension's payload, and keep the reading inside it until it closes."""
        outer_end, end = self._end, self.position + size
        self._check_size(size)
        self._end = end
        code = self._read_uint(1)
        if code & 0xf0 == short_code:
            count = code & 0x0f
        elif code == long_code or code == long_code + 1:
            count = self._read_uint(2 << code - long_code)
        else:
            raise self._fault(f"extension type {kind} contains something else", self.position - 1)
        return self._enter(kind, count if short_code == 0x90 else 2 * count, outer_end)

    def _enter(self, kind: int, count: int, outer_end: int = -1) -> Any:
        if count > self._end - self.position:  # every element takes at least a byte
            raise self._fault(f"{count} values are announced, but {self._end - self.position} bytes are left")
        if self._counts(kind):
            if self._depth == ext.MAX_DEPTH:
                raise self._fault(f"more than {ext.MAX_DEPTH} containers inside each other")
            self._depth += 1
        frozen = bool(self._open) and self._open[-1].freezes_next()
        container = _Container(kind, count, frozen, self.position, outer_end)
        self._open.append(container)
        if kind == _LIST:
            self._fill(container.elements, count)
        return _OPENED

    def _fill(self, elements: List[Any], count: int) -> None:
        """Append the elements of a list up to the first that is neither plain nor a short list of what is plain.

        There is nothing here that could not be read one by one, but most large lists are such, and this is much faster.
        """
        data, position, nests = self._data, self.position, self._depth < ext.MAX_DEPTH
        try:
            for _ in range(count):
                code = data[position]
                if code < 0x80:
                    elements.append(code)
                    position += 1
                elif 0x90 <= code < 0xa0 and nests:
                    inner: List[Any] = []
                    end = position + 1
                    for _ in range(code & 0x0f):
                        code = data[end]
                        if code < 0x80:
                            inner.append(code)
                            end += 1
                        else:
                            unpack, size = _PLAIN[code]
                            inner.append(unpack(data, end)[0])
                            end += size
                    elements.append(inner)
                    position = end
                else:
                    unpack, size = _PLAIN[code]
                    elements.append(unpack(data, position)[0])
                    position += size
        except (KeyError, IndexError, UnicodeDecodeError, struct.error):
            pass  # whatever stands there
        if position <= self._end:
            self.position = position
        else:
            elements.clear()  # beyond an extension; who reads one by one finds out where

    def _close(self) -> Any:
        container = self._open.pop()
        if self._counts(container.kind):
            self._depth -= 1
        if container.outer_end >= 0:
            if self.position != self._end:
                raise self._fault(f"extension type {container.kind} is longer than its content")
            self._end = container.outer_end
        try:
            return container.finish()
        except ValueError as error:
            raise self._fault(str(error), container.start) from None

    def _counts(self, kind: int) -> bool:
        """Whether a container counts towards the depth: an error does only as the cause of another."""
        return kind != ext.ERROR or bool(self._open) and self._open[-1].kind == ext.ERROR

    def _take(self, size: int) -> bytes:
        self._check_size(size)
        start = self.position
        self.position = start + size
        return self._data[start:self.position]

    def _read_uint(self, size: int) -> int:
        return int.from_bytes(self._take(size), "big")

    def _check_size(self, size: int) -> None:
        if size > self._end - self.position:
            raise self._fault(f"{size} bytes are announced, but {self._end - self.position} are left")

    def _fault(self, reason: str, position: Optional[int] = None) -> NwsValueError:
        return NwsValueError(reason, position=self.position if position is None else position)


def _parse_big_integer(payload: bytes) -> int:
    if not payload:
        raise ValueError("an integer of no bytes")
    return int.from_bytes(payload, "big", signed=True)


def _parse_decimal(payload: bytes) -> Any:
    from decimal import Decimal, InvalidOperation  # only who needs it has to load it
    text = payload.decode("ascii")
    if not _DECIMAL.fullmatch(text):
        raise ValueError(f"not a decimal number: {text[:40]!r}")
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError(f"an exponent out of range: {text[:40]!r}") from None


def _parse_offset_datetime(payload: bytes) -> Any:
    return as_datetime(*struct.unpack(">qIi", payload))


def _parse_naive_datetime(payload: bytes) -> Any:
    return as_datetime(*struct.unpack(">qI", payload), None)


def _parse_duration(payload: bytes) -> Any:
    return as_timedelta(*struct.unpack(">qI", payload))


def _parse_uuid(payload: bytes) -> Any:
    from uuid import UUID  # as above
    return UUID(bytes=payload)


def _parse_numeric_array(payload: bytes) -> Any:
    parts = decode(payload)
    if not (isinstance(parts, list) and len(parts) == 3):
        raise ValueError("element type, shape and data were expected")
    element_type, shape, data = parts
    if not (isinstance(element_type, str) and isinstance(data, bytes) and isinstance(shape, list)
            and all(type(size) is int and size >= 0 for size in shape)):
        raise ValueError("element type, shape and data were expected")
    return make_array(element_type, shape, data)


def _parse_complex(payload: bytes) -> complex:
    return complex(*struct.unpack(">dd", payload))


_PARSERS: Dict[int, Callable[[bytes], Any]] = {
    ext.TIMESTAMP: unpack_timestamp, ext.BIG_INTEGER: _parse_big_integer, ext.DECIMAL: _parse_decimal,
    ext.OFFSET_DATE_TIME: _parse_offset_datetime, ext.NAIVE_DATE_TIME: _parse_naive_datetime,
    ext.DURATION: _parse_duration, ext.UUID: _parse_uuid, ext.COMPLEX: _parse_complex,
    ext.NUMERIC_ARRAY: _parse_numeric_array,
}
