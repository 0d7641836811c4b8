"""The scalar kind that Python has no type of its own for."""

import struct


class Float32(float):
    """A float of single precision. It computes as a ``float``; stored, it remains single."""

    __slots__ = ()

    def __new__(cls, value: float = 0.0) -> "Float32":
        """Round ``value`` to single precision; ``OverflowError`` if it is finite and too large."""
        return super().__new__(cls, struct.unpack(">f", struct.pack(">f", float(value)))[0])

    def __repr__(self) -> str:
        return f"Float32({float(self)!r})"

    __str__ = float.__repr__
