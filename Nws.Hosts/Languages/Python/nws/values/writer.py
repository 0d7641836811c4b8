"""Encoding: Python values to MessagePack, as VALUES.md says."""

import array
import enum
import itertools
import struct
import sys
from datetime import datetime, timedelta
from typing import Any, Callable, Collection, Dict, Iterable, Iterator, List, Optional, Tuple

from nws.exceptions import NwsValueError
from nws.values import arrays, ext, packing
from nws.values.arrays import NumericArray
from nws.values.container import Container, Encoded
from nws.values.distinct import surely_distinct
from nws.values.entries import NwsMap, NwsSet
from nws.values.remote_error import RemoteError
from nws.values.scalars import Float32
from nws.values.times import NwsDateTime, NwsDuration, pack_timestamp

EQUAL_KEYS = "two keys of the map are equal"

_LARGEST_EXPONENT = 10 ** 18 - 1

PLAIN: Dict[type, Callable[[Any], bytes]] = {
    int: packing.pack_int, float: packing.pack_float, str: packing.pack_str,
    bool: lambda value: b"\xc3" if value else b"\xc2", type(None): lambda _: b"\xc0", Encoded: bytes}
"""How to encode what consists of nothing else."""
_NAN32 = bytes.fromhex("ca7fc00000")


def encode(value: Any) -> bytes:
    """The value's bytes. ``NwsValueError`` with the path to the culprit if something in it has no kind."""
    pack = PLAIN.get(type(value))
    return ValueWriter().encode(value) if pack is None else pack(value)


class ValueWriter:
    """Writes one value, without recursion: containers 256 deep must not exhaust Python's stack."""

    __slots__ = ("_out", "_open", "_depth")

    def __init__(self) -> None:
        self._out = bytearray()
        self._open: List[Container] = []
        self._depth = 0

    def encode(self, value: Any) -> bytes:
        """The value's bytes."""
        try:
            self._write(value)
            while self._open:
                self._continue(self._open[-1])
        except NwsValueError as error:
            raise error.inside([container.step() for container in self._open]) from None
        return bytes(self._out)

    def _write(self, value: Any) -> None:
        """Append a value; of a container only the head, which leaves it open."""
        write = _WRITERS.get(type(value)) or _writer_of(value)
        write(self, value)

    def _continue(self, container: Container) -> None:
        """Append the container's elements up to its end, or up to one that is a container itself and comes first."""
        for element in container.rest:
            container.begun += 1
            pack = PLAIN.get(type(element))
            if pack is not None:
                self._out += pack(element)
                continue
            if type(element) is list and self._write_plain_list(element):
                continue
            self._write(element)
            if self._open[-1] is not container:
                return
        self._close()

    def _write_plain_list(self, elements: List[Any]) -> bool:
        """Append a list if nothing in it contains anything; as rows are such, it is worth the while to look."""
        if self._depth == ext.MAX_DEPTH:
            return False
        parts = [packing.pack_array_head(len(elements))]
        for element in elements:
            pack = PLAIN.get(type(element))
            if pack is None:
                return False
            parts.append(pack(element))
        self._out += b"".join(parts)
        return True

    def _enter(self, container: Container, kind: Optional[int] = None) -> None:
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
        around = set()
        for index, each in enumerate([*(container.value for container in self._open), value]):
            if id(each) in around:
                del self._open[index:]  # the path need only tell how the value gets back to itself once
                return NwsValueError("a value cannot contain itself")
            around.add(id(each))
        return NwsValueError(f"more than {ext.MAX_DEPTH} containers inside each other")

    def _write_nil(self, _: None) -> None:
        self._out.append(0xc0)

    def _write_bool(self, value: bool) -> None:
        self._out.append(0xc3 if value else 0xc2)

    def _write_int(self, value: int) -> None:
        self._out += packing.pack_int(value)

    def _write_float(self, value: float) -> None:
        self._out += packing.pack_float(value)

    def _write_float32(self, value: float) -> None:
        self._out += struct.pack(">Bf", 0xca, value) if value == value else _NAN32

    def _write_complex(self, value: complex) -> None:
        payload = b"".join(packing.pack_float(part)[1:] for part in (value.real, value.imag))
        self._out += packing.pack_ext(ext.COMPLEX, payload)

    def _write_decimal(self, value: Any) -> None:
        if value.is_nan():
            text = "sNaN" if value.is_snan() else "NaN"
        elif abs(value.adjusted()) > _LARGEST_EXPONENT:
            raise NwsValueError("a decimal whose exponent has more than 18 digits cannot be stored")
        else:
            text = str(value).replace("e", "E")  # the current context may prefer small letters
        self._out += packing.pack_ext(ext.DECIMAL, text.encode("ascii"))

    def _write_str(self, value: str) -> None:
        self._out += packing.pack_str(value)

    def _write_bytes(self, value: Any) -> None:
        data = value if isinstance(value, (bytes, bytearray)) else value.tobytes()
        self._out += packing.pack_bin_head(len(data))
        self._out += data

    def _write_uuid(self, value: Any) -> None:
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
        self._enter(Container(value, value))
        self._out += packing.pack_array_head(len(value))

    def _write_tuple(self, value: tuple) -> None:
        self._enter(Container(value, value), ext.TUPLE)
        self._out += packing.pack_array_head(len(value))

    def _write_set(self, value: Any) -> None:
        container = Container(value, value)
        self._enter(container, ext.SET)
        elements = value if surely_distinct(value) else self._distinct(container, value)
        container.rest = iter(elements)
        self._out += packing.pack_array_head(len(elements))

    def _write_exact_set(self, value: NwsSet) -> None:
        self._enter(Container(value, self._elements(value)), ext.SET)
        self._out += packing.pack_array_head(len(value))

    def _write_map(self, value: Any) -> None:
        self._write_entries(value, value.items())
        if not surely_distinct(value):
            self._refuse_equal_keys(self._open[-1], value)

    def _write_exact_map(self, value: NwsMap) -> None:
        self._write_entries(value, self._entries(value))

    def _elements(self, value: NwsSet) -> Iterable:
        return value

    def _entries(self, value: NwsMap) -> Collection:
        return value.items()

    def _write_encoded(self, value: Encoded) -> None:
        self._out += value

    def _distinct(self, container: Container, elements: Collection) -> Collection:
        return list(dict(self._identified(container, elements)).values())

    def _refuse_equal_keys(self, container: Container, keys: Collection) -> None:
        seen = set()
        for content, _ in self._identified(container, keys):
            if content in seen:
                raise NwsValueError(EQUAL_KEYS)
            seen.add(content)

    def _identified(self, container: Container, keys: Collection) -> Iterator[Tuple[bytes, Any]]:
        """The keys or elements of a container, each with its identity before it; meanwhile paths lead to them."""
        from nws.values.canonical import identity  # made of this module, so it cannot be imported above
        each = 1 if container.entries is None else 2
        for index, key in enumerate(keys):
            container.begun = each * index + 1
            yield identity(key), key
        container.begun = 0

    def _write_dataclass(self, value: Any) -> None:
        import dataclasses  # takes long to load; whoever has one has it already
        self._write_entries(value, [(field.name, getattr(value, field.name)) for field in dataclasses.fields(value)])

    def _write_error(self, value: RemoteError) -> None:
        record = {"type": value.type, "message": value.message, "stack": value.stack, "language": value.language}
        if value.cause is not None:
            record["cause"] = value.cause
        self._write_entries(value, record.items(), ext.ERROR)

    def _write_exception(self, value: BaseException) -> None:
        self._write_error(RemoteError.from_exception(value))

    def _write_entries(self, value: Any, entries: Any, kind: Optional[int] = None) -> None:
        self._enter(Container(value, itertools.chain.from_iterable(entries), entries), kind)
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
    str: ValueWriter._write_str, bytes: ValueWriter._write_bytes,
    bytearray: ValueWriter._write_bytes, memoryview: ValueWriter._write_bytes,
    datetime: ValueWriter._write_datetime, NwsDateTime: ValueWriter._write_exact_datetime,
    timedelta: ValueWriter._write_timedelta, NwsDuration: ValueWriter._write_duration,
    list: ValueWriter._write_list, range: ValueWriter._write_list, tuple: ValueWriter._write_tuple,
    set: ValueWriter._write_set, frozenset: ValueWriter._write_set, NwsSet: ValueWriter._write_exact_set,
    dict: ValueWriter._write_map, NwsMap: ValueWriter._write_exact_map,
    array.array: ValueWriter._write_array, NumericArray: ValueWriter._write_exact_array,
    Encoded: ValueWriter._write_encoded,
    RemoteError: ValueWriter._write_error, BaseException: ValueWriter._write_exception,
}

# Their modules take long to load, so they are known by name until the first one comes.
_BY_NAME: Dict[Tuple[str, str], _Write] = {
    ("decimal", "Decimal"): ValueWriter._write_decimal, ("uuid", "UUID"): ValueWriter._write_uuid,
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
    for kind in type(value).__mro__:
        write = _BY_NAME.get((kind.__module__, kind.__qualname__))
        if write is not None:
            _WRITERS[kind] = write
            return write
    for known, write in list(_WRITERS.items()):  # another thread may just have found one by name
        if isinstance(value, known):
            return write
    if hasattr(type(value), "__dataclass_fields__"):
        return ValueWriter._write_dataclass
    raise _refusal(value, "use its value" if isinstance(value, enum.Enum) else _ADVICE.get(type(value).__name__, ""))


def _refusal(value: Any, advice: str) -> NwsValueError:
    kind = type(value).__qualname__
    return NwsValueError(f"a value of type {kind} cannot be stored" + (f" ({advice})" if advice else ""))
