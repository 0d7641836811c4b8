"""Encoding: Python values to MessagePack, as VALUES.md says."""

import array
import dataclasses
import enum
import itertools
import struct
import sys
import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Callable, Dict, Iterable, List, Optional

from nws.exceptions import NwsValueError
from nws.values import arrays, ext, packing
from nws.values.arrays import NumericArray
from nws.values.entries import NwsMap, NwsSet
from nws.values.remote_error import RemoteError
from nws.values.scalars import Float32
from nws.values.times import NwsDateTime, NwsDuration, pack_timestamp

_LONGEST_STEP = 60
_NAN = bytes.fromhex("cb7ff8000000000000")
_NAN32 = bytes.fromhex("ca7fc00000")


def encode(value: Any) -> bytes:
    """The value's bytes. ``NwsValueError`` with the path to the culprit if something in it has no kind."""
    return ValueWriter().encode(value)


class _Container:
    """A container being written: the elements that are left (keys and values in turn, if it has entries)."""

    __slots__ = ("value", "rest", "entries", "begun", "kind", "outer")

    def __init__(self, value: Any, elements: Iterable, entries: Optional[Iterable] = None) -> None:
        self.value = value
        self.rest = iter(elements)
        self.entries = entries
        self.begun = 0
        self.kind: Optional[int] = None
        self.outer = bytearray()

    def step(self) -> str:
        """The step of a path from the container to the element begun last."""
        index = self.begun - 1
        if self.entries is None:
            return f"[{index}]"
        if index % 2 == 0:
            return f".keys()[{index // 2}]"
        key = repr(next(itertools.islice(self.entries, index // 2, None))[0])
        return f"[{key if len(key) <= _LONGEST_STEP else key[:_LONGEST_STEP] + '...'}]"


class ValueWriter:
    """Writes one value, without recursion: containers 256 deep must not exhaust Python's stack."""

    __slots__ = ("_out", "_open", "_depth")

    def __init__(self) -> None:
        self._out = bytearray()
        self._open: List[_Container] = []
        self._depth = 0

    def encode(self, value: Any) -> bytes:
        """The value's bytes."""
        try:
            self._write(value)
            while self._open:
                self._continue(self._open[-1])
        except NwsValueError as error:
            raise NwsValueError(str(error), "".join(container.step() for container in self._open)) from None
        return bytes(self._out)

    def _write(self, value: Any) -> None:
        """Append a value; of a container only the head, which leaves it open."""
        write = _WRITERS.get(type(value)) or _writer_of(value)
        write(self, value)

    def _continue(self, container: _Container) -> None:
        """Append the container's elements up to its end, or up to one that is a container itself and comes first."""
        for element in container.rest:
            container.begun += 1
            self._write(element)
            if self._open[-1] is not container:
                return
        self._close()

    def _enter(self, container: _Container, kind: Optional[int] = None) -> None:
        """Open a container; with ``kind`` it is the payload of that extension, whose length is known when it closes."""
        if self._counts(kind):
            if self._depth == ext.MAX_DEPTH:
                raise self._too_deep(container.value)
            self._depth += 1
        if kind is not None:
            container.kind = kind
            container.outer, self._out = self._out, container.outer
        self._open.append(container)

    def _close(self) -> None:
        container = self._open.pop()
        if container.kind is not None:
            container.outer += packing.pack_ext(container.kind, self._out)
            self._out = container.outer
        if self._counts(container.kind):
            self._depth -= 1

    def _counts(self, kind: Optional[int]) -> bool:
        """Whether a container counts towards the depth: an error does only as the cause of another."""
        return kind != ext.ERROR or bool(self._open) and self._open[-1].kind == ext.ERROR

    def _too_deep(self, value: Any) -> NwsValueError:
        if any(container.value is value for container in self._open):
            return NwsValueError("a value cannot contain itself")
        return NwsValueError(f"more than {ext.MAX_DEPTH} containers inside each other")

    def _write_nil(self, _: None) -> None:
        self._out.append(0xc0)

    def _write_bool(self, value: bool) -> None:
        self._out.append(0xc3 if value else 0xc2)

    def _write_int(self, value: int) -> None:
        self._out += packing.pack_int(value)

    def _write_float(self, value: float) -> None:
        self._out += struct.pack(">Bd", 0xcb, value) if value == value else _NAN

    def _write_float32(self, value: float) -> None:
        self._out += struct.pack(">Bf", 0xca, value) if value == value else _NAN32

    def _write_complex(self, value: complex) -> None:
        self._out += packing.pack_ext(ext.COMPLEX, struct.pack(">dd", value.real, value.imag))

    def _write_decimal(self, value: Decimal) -> None:
        if value.is_nan():
            text = "sNaN" if value.is_snan() else "NaN"
        else:
            text = str(value).replace("e", "E")  # the current context may prefer small letters
        self._out += packing.pack_ext(ext.DECIMAL, text.encode("ascii"))

    def _write_str(self, value: str) -> None:
        self._out += packing.pack_str(value)

    def _write_bytes(self, value: Any) -> None:
        data = value if isinstance(value, (bytes, bytearray)) else value.tobytes()
        self._out += packing.pack_bin_head(len(data))
        self._out += data

    def _write_uuid(self, value: uuid.UUID) -> None:
        self._out += packing.pack_ext(ext.UUID, value.bytes)

    def _write_datetime(self, value: datetime) -> None:
        try:
            exact = NwsDateTime.from_datetime(value)
        except ValueError as error:
            raise NwsValueError(f"{type(value).__name__} {value} cannot be stored: {error}") from None
        self._write_exact_datetime(exact)

    def _write_exact_datetime(self, value: NwsDateTime) -> None:
        if value.offset is None:
            payload = struct.pack(">qI", value.seconds, value.nanoseconds)
            self._out += packing.pack_ext(ext.NAIVE_DATE_TIME, payload)
        elif value.offset:
            payload = struct.pack(">qIi", value.seconds, value.nanoseconds, value.offset)
            self._out += packing.pack_ext(ext.OFFSET_DATE_TIME, payload)
        else:
            self._out += packing.pack_ext(ext.TIMESTAMP, pack_timestamp(value.seconds, value.nanoseconds))

    def _write_timedelta(self, value: timedelta) -> None:
        self._write_duration(NwsDuration.from_timedelta(value))

    def _write_duration(self, value: NwsDuration) -> None:
        self._out += packing.pack_ext(ext.DURATION, struct.pack(">qI", value.seconds, value.nanoseconds))

    def _write_list(self, value: Any) -> None:
        self._enter(_Container(value, value))
        self._out += packing.pack_array_head(len(value))

    def _write_tuple(self, value: tuple) -> None:
        self._enter(_Container(value, value), ext.TUPLE)
        self._out += packing.pack_array_head(len(value))

    def _write_set(self, value: Any) -> None:
        self._enter(_Container(value, value), ext.SET)
        self._out += packing.pack_array_head(len(value))

    def _write_map(self, value: Any) -> None:
        self._write_entries(value, value.items())

    def _write_dataclass(self, value: Any) -> None:
        self._write_entries(value, [(field.name, getattr(value, field.name)) for field in dataclasses.fields(value)])

    def _write_error(self, value: RemoteError) -> None:
        record = {"type": value.type, "message": value.message, "stack": value.stack, "language": value.language}
        if value.cause is not None:
            record["cause"] = value.cause
        self._write_entries(value, record.items(), ext.ERROR)

    def _write_exception(self, value: BaseException) -> None:
        self._write_error(RemoteError.from_exception(value))

    def _write_entries(self, value: Any, entries: Any, kind: Optional[int] = None) -> None:
        self._enter(_Container(value, itertools.chain.from_iterable(entries), entries), kind)
        self._out += packing.pack_map_head(len(entries))

    def _write_array(self, value: array.array) -> None:
        self._write_numeric_array(value, arrays.from_array(value))

    def _write_numpy_array(self, value: Any) -> None:
        self._write_numeric_array(value, arrays.from_numpy(value))

    def _write_exact_array(self, value: NumericArray) -> None:
        self._write_numeric_array(value, value)

    def _write_numeric_array(self, value: Any, exact: Optional[NumericArray]) -> None:
        if exact is None:
            raise _refusal(value, "only arrays of numbers have a kind; make it a list")
        shape = packing.pack_array_head(len(exact.shape)) + b"".join(map(packing.pack_int, exact.shape))
        head = packing.pack_array_head(3) + packing.pack_str(exact.element_type) + shape
        payload = b"".join((head, packing.pack_bin_head(len(exact.data)), exact.data))
        self._out += packing.pack_ext(ext.NUMERIC_ARRAY, payload)

    def _write_numpy_scalar(self, value: Any) -> None:
        plain = arrays.from_numpy_scalar(value)
        if plain is None:
            raise _refusal(value, "convert it to a Python value")
        self._write(plain)


_Write = Callable[[ValueWriter, Any], None]

_WRITERS: Dict[type, _Write] = {
    type(None): ValueWriter._write_nil, bool: ValueWriter._write_bool, int: ValueWriter._write_int,
    Float32: ValueWriter._write_float32, float: ValueWriter._write_float, complex: ValueWriter._write_complex,
    Decimal: ValueWriter._write_decimal, str: ValueWriter._write_str, bytes: ValueWriter._write_bytes,
    bytearray: ValueWriter._write_bytes, memoryview: ValueWriter._write_bytes, uuid.UUID: ValueWriter._write_uuid,
    datetime: ValueWriter._write_datetime, NwsDateTime: ValueWriter._write_exact_datetime,
    timedelta: ValueWriter._write_timedelta, NwsDuration: ValueWriter._write_duration,
    list: ValueWriter._write_list, range: ValueWriter._write_list, tuple: ValueWriter._write_tuple,
    set: ValueWriter._write_set, frozenset: ValueWriter._write_set, NwsSet: ValueWriter._write_set,
    dict: ValueWriter._write_map, NwsMap: ValueWriter._write_map,
    array.array: ValueWriter._write_array, NumericArray: ValueWriter._write_exact_array,
    RemoteError: ValueWriter._write_error, BaseException: ValueWriter._write_exception,
}

_ADVICE = {"date": "use a datetime", "time": "use a timedelta", "generator": "make it a list", "map": "make it a list",
           "filter": "make it a list", "zip": "make it a list", "deque": "make it a list", "Fraction": "use a Decimal"}


def _writer_of(value: Any) -> _Write:
    """How to write what is not exactly one of the known types, but maybe derived from one."""
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, numpy.generic):
        return ValueWriter._write_numpy_scalar
    if numpy is not None and isinstance(value, numpy.ndarray):
        return ValueWriter._write_numpy_array
    for known, write in _WRITERS.items():
        if isinstance(value, known):
            return write
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return ValueWriter._write_dataclass
    raise _refusal(value, "use its value" if isinstance(value, enum.Enum) else _ADVICE.get(type(value).__name__, ""))


def _refusal(value: Any, advice: str) -> NwsValueError:
    kind = type(value).__qualname__
    return NwsValueError(f"a value of type {kind} cannot be stored" + (f" ({advice})" if advice else ""))
