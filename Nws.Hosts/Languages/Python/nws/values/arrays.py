"""Numeric arrays: numpy arrays where numpy is importable, else ``array.array`` or ``NumericArray``."""

import array
import math
import struct
import sys
from typing import Any, List, Optional, Sequence, Tuple

from nws.values.scalars import Float32

ITEM_SIZES = {"b1": 1, "i1": 1, "i2": 2, "i4": 4, "i8": 8, "u1": 1, "u2": 2, "u4": 4, "u8": 8,
              "f2": 2, "f4": 4, "f8": 8, "c8": 8, "c16": 16}

_STRUCT_CODES = {"b1": "?", "i1": "b", "i2": "h", "i4": "i", "i8": "q", "u1": "B", "u2": "H", "u4": "I", "u8": "Q",
                 "f2": "e", "f4": "f", "f8": "d", "c8": "f", "c16": "d"}

_MOST_DIMENSIONS = 64
_LONGEST_DIMENSION = 1 << 31
_SHOWN_BYTES = 64

_SIGNED, _UNSIGNED, _FLOATING = "bhilq", "BHILQ", "fd"

_ELEMENT_TYPES = {code: f"{kind}{array.array(code).itemsize}"
                  for kind, codes in (("i", _SIGNED), ("u", _UNSIGNED), ("f", _FLOATING)) for code in codes}

_TYPE_CODES = {element_type: code for code, element_type in reversed(list(_ELEMENT_TYPES.items()))}


class NumericArray:
    """An array of numbers with a shape, for programs without numpy.

    ``element_type`` is one of ``b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16``; ``shape`` has at most 64 dimensions, each
    below 2^31; ``data`` holds the elements row by row, little-endian, a bool as 0 or 1. ``ValueError`` if they do not
    fit together.
    """

    __slots__ = ("element_type", "shape", "data")

    def __init__(self, element_type: str, shape: Sequence[int], data: bytes) -> None:
        if element_type not in ITEM_SIZES:
            raise ValueError(f"no such element type of numeric arrays: {element_type!r}")
        if len(shape) > _MOST_DIMENSIONS or any(size >= _LONGEST_DIMENSION for size in shape):
            raise ValueError(f"a numeric array has at most {_MOST_DIMENSIONS} dimensions, each below 2^31")
        expected = math.prod(shape) * ITEM_SIZES[element_type]
        if expected != len(data):
            raise ValueError(f"an array {element_type} of shape {tuple(shape)} has {expected} bytes, not {len(data)}")
        if element_type == "b1" and _has_no_bool(data):
            raise ValueError("a bool of a numeric array is neither 0 nor 1")
        self.element_type = element_type
        self.shape = tuple(shape)
        self.data = bytes(data)

    def tolist(self) -> Any:
        """The elements as nested lists; a single number if the shape is empty."""
        code = _STRUCT_CODES[self.element_type]
        numbers = struct.unpack(f"<{len(self.data) // struct.calcsize(code)}{code}", self.data)
        if self.element_type.startswith("c"):
            numbers = tuple(map(complex, numbers[::2], numbers[1::2]))
        return _nest(numbers, self.shape)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NumericArray):
            return NotImplemented
        return (self.element_type, self.shape, self.data) == (other.element_type, other.shape, other.data)

    __hash__ = None

    def __repr__(self) -> str:
        more = f"... {len(self.data)} bytes" if len(self.data) > _SHOWN_BYTES else ""
        return f"NumericArray({self.element_type!r}, {self.shape!r}, {self.data[:_SHOWN_BYTES]!r}{more})"


def _has_no_bool(data: bytes) -> bool:
    return bool(bytes(data).translate(None, b"\0\1"))


def _nest(numbers: Sequence, shape: Tuple[int, ...]) -> Any:
    if not shape:
        return numbers[0]
    if len(shape) == 1:
        return list(numbers)
    step = math.prod(shape[1:])
    return [_nest(numbers[i * step:(i + 1) * step], shape[1:]) for i in range(shape[0])]


def make_array(element_type: str, shape: List[int], data: bytes) -> Any:
    """The array as this interpreter's users know it; ``ValueError`` if its parts contradict each other."""
    exact = NumericArray(element_type, shape, data)
    numpy = _import_numpy()
    if numpy is not None:
        return _as_numpy(numpy, exact)
    if len(shape) != 1 or element_type not in _TYPE_CODES:
        return exact
    result = array.array(_TYPE_CODES[element_type])
    result.frombytes(exact.data)
    if sys.byteorder == "big":
        result.byteswap()
    return result


def from_array(value: array.array) -> Optional[NumericArray]:
    """The same numbers as ``NumericArray``; None for arrays of characters."""
    element_type = _ELEMENT_TYPES.get(value.typecode)
    if element_type is None:
        return None
    if sys.byteorder == "big":
        value = value[:]
        value.byteswap()
    return NumericArray(element_type, [len(value)], value.tobytes())


def from_numpy(value: Any) -> Optional[NumericArray]:
    """The same numbers as ``NumericArray``; None if the array has other elements (text, objects, masked ones, ...)."""
    element_type = f"{value.dtype.kind}{value.dtype.itemsize}"
    if element_type not in ITEM_SIZES or hasattr(value, "mask"):
        return None
    # tobytes() writes row by row whatever the strides; only the byte order is left to settle.
    data = value.astype(value.dtype.newbyteorder("<"), copy=False).tobytes()
    if element_type == "b1" and _has_no_bool(data):
        data = bytes(map(bool, data))  # a view of other numbers as bools
    return NumericArray(element_type, value.shape, data)


def from_numpy_scalar(value: Any) -> Any:
    """The Python value equal to a numpy scalar; None if there is none."""
    kind, size = value.dtype.kind, value.dtype.itemsize
    if kind == "f" and size < 8:
        return Float32(value)
    if kind in "fc" and f"{kind}{size}" not in ITEM_SIZES or kind not in "biufcUS":
        return None
    return value.item()


def _as_numpy(numpy: Any, exact: NumericArray) -> Any:
    kind, size = exact.element_type[0], exact.element_type[1:]
    try:
        flat = numpy.frombuffer(exact.data, dtype=f"<{kind}{size}" if kind != "b" else "u1")
        native = flat.astype(bool if kind == "b" else flat.dtype.newbyteorder("="))
        return native.reshape(exact.shape)
    except ValueError:
        return exact  # more dimensions than numpy has, or an empty array with an enormous one


def _import_numpy() -> Any:
    try:
        import numpy
    except ImportError:
        return None
    return numpy
