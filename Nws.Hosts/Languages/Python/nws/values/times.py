"""Dates, times and durations: exact integer arithmetic between Python's types and seconds with nanoseconds."""

import struct
from datetime import datetime, timedelta, timezone
from typing import Any, NoReturn, Optional, Union

_EPOCH_ORDINAL = datetime(1970, 1, 1).toordinal()
_LAST_ORDINAL = datetime.max.toordinal()
_DAY = 86400
_BILLION = 1_000_000_000
_DAYS_OF_400_YEARS = 146097

_set = object.__setattr__


class _Exact:
    """What never changes and is equal to others of its kind with the same fields: a frozen dataclass, without the module
    for these, which takes longer to load than all that is here."""

    __slots__ = ("seconds", "nanoseconds")

    def __init__(self, seconds: int, nanoseconds: int) -> None:
        _set(self, "seconds", seconds)
        _set(self, "nanoseconds", nanoseconds)
        if not 0 <= nanoseconds < _BILLION:
            raise ValueError(f"{nanoseconds} nanoseconds are not part of a second")
        if not -1 << 63 <= seconds < 1 << 63:
            raise ValueError(f"{seconds} seconds are out of range")

    @classmethod
    def _names(cls) -> tuple:
        return _Exact.__slots__ + cls.__slots__

    def _fields(self) -> tuple:
        return tuple(getattr(self, name) for name in self._names())

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise AttributeError(f"a {type(self).__name__} cannot be changed")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a {type(self).__name__} cannot be changed")

    def __eq__(self, other: object) -> bool:
        return self._fields() == other._fields() if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._fields())

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self._names())})"

    def __reduce__(self) -> tuple:
        return type(self), self._fields()


class NwsDateTime(_Exact):
    """A date-time that ``datetime`` cannot hold: nanoseconds finer than microseconds, or a year outside 1 to 9999.

    ``seconds`` count from 1970-01-01T00:00:00, of the instant in UTC, or of the wall clock if ``offset`` is None.
    ``offset`` is the distance from UTC in seconds.
    """

    __slots__ = ("offset",)

    def __init__(self, seconds: int, nanoseconds: int, offset: Optional[int] = 0) -> None:
        super().__init__(seconds, nanoseconds)
        _set(self, "offset", offset)
        if offset is not None and not -_DAY < offset < _DAY:
            raise ValueError(f"an offset from UTC of {offset} seconds is a day or more")

    def to_datetime(self) -> datetime:
        """The date-time to the microsecond below; ``OverflowError`` if ``datetime`` cannot hold it."""
        offset = self.offset or 0
        days, second = divmod(self.seconds + offset, _DAY)
        ordinal = _EPOCH_ORDINAL + days
        if not 1 <= ordinal <= _LAST_ORDINAL:
            raise OverflowError(f"{self} is outside the range of datetime")
        hour, second = divmod(second, 3600)
        minute, second = divmod(second, 60)
        day = datetime.fromordinal(ordinal)
        zone = None if self.offset is None else timezone(timedelta(seconds=offset))
        return day.replace(hour=hour, minute=minute, second=second, microsecond=self.nanoseconds // 1000, tzinfo=zone)

    def __str__(self) -> str:
        """ISO 8601, with as many digits as needed."""
        days, second = divmod(self.seconds + (self.offset or 0), _DAY)
        cycles, day = divmod(days, _DAYS_OF_400_YEARS)
        date = datetime.fromordinal(_EPOCH_ORDINAL + day)
        year = date.year + 400 * cycles
        shown = f"{year:04}" if 0 <= year <= 9999 else f"{year:+07}"
        return f"{shown}-{date:%m-%d}T{_clock(second)}{_fraction(self.nanoseconds)}{self._zone()}"

    def _zone(self) -> str:
        if not self.offset:
            return "" if self.offset is None else "Z"
        clock = _clock(abs(self.offset))
        return ("-" if self.offset < 0 else "+") + (clock[:-3] if clock.endswith(":00") else clock)

    @staticmethod
    def from_datetime(value: datetime) -> "NwsDateTime":
        """The same date-time; ``ValueError`` if its offset from UTC is not a whole number of seconds."""
        days = value.toordinal() - _EPOCH_ORDINAL
        seconds = days * _DAY + value.hour * 3600 + value.minute * 60 + value.second
        # pandas' Timestamp is a datetime with nanoseconds below its microseconds.
        nanoseconds = value.microsecond * 1000 + getattr(value, "nanosecond", 0)
        distance = value.utcoffset()
        if distance is None:
            return NwsDateTime(seconds, nanoseconds, None)
        if distance.microseconds:
            raise ValueError("an offset from UTC with fractions of a second")
        offset = distance.days * _DAY + distance.seconds
        return NwsDateTime(seconds - offset, nanoseconds, offset)


class NwsDuration(_Exact):
    """A duration that ``timedelta`` cannot hold: nanoseconds finer than microseconds, or beyond its range."""

    __slots__ = ()

    def to_timedelta(self) -> timedelta:
        """The duration to the microsecond below; ``OverflowError`` if ``timedelta`` cannot hold it."""
        return timedelta(seconds=self.seconds, microseconds=self.nanoseconds // 1000)

    def __str__(self) -> str:
        """ISO 8601: ``PT1.5S``, ``-PT2H3M4S``."""
        size, nanoseconds = divmod(abs(self.seconds * _BILLION + self.nanoseconds), _BILLION)
        minutes, seconds = divmod(size, 60)
        hours, minutes = divmod(minutes, 60)
        parts = [f"{count}{unit}" for count, unit in ((hours, "H"), (minutes, "M")) if count]
        if seconds or nanoseconds or not parts:
            parts.append(f"{seconds}{_fraction(nanoseconds)}S")
        return ("-PT" if self.seconds < 0 else "PT") + "".join(parts)

    @staticmethod
    def from_timedelta(value: timedelta) -> "NwsDuration":
        """The same duration."""
        nanoseconds = value.microseconds * 1000 + getattr(value, "nanoseconds", 0)  # pandas again
        return NwsDuration(value.days * _DAY + value.seconds, nanoseconds)


def pack_timestamp(seconds: int, nanoseconds: int) -> bytes:
    """The payload of a MessagePack timestamp, in its shortest form."""
    if nanoseconds == 0 and 0 <= seconds < 1 << 32:
        return struct.pack(">I", seconds)
    if 0 <= seconds < 1 << 34:
        return struct.pack(">Q", nanoseconds << 34 | seconds)
    return struct.pack(">Iq", nanoseconds, seconds)


def unpack_timestamp(payload: bytes) -> Union[datetime, NwsDateTime]:
    """The instant of a MessagePack timestamp; ``ValueError`` if the payload is none."""
    if len(payload) == 4:
        return as_datetime(struct.unpack(">I", payload)[0], 0, 0)
    if len(payload) == 8:
        word = struct.unpack(">Q", payload)[0]
        return as_datetime(word & (1 << 34) - 1, word >> 34, 0)
    nanoseconds, seconds = struct.unpack(">Iq", payload)
    return as_datetime(seconds, nanoseconds, 0)


def as_datetime(seconds: int, nanoseconds: int, offset: Optional[int]) -> Union[datetime, NwsDateTime]:
    """A ``datetime`` if it holds the date-time exactly, else the wrapper."""
    exact = NwsDateTime(seconds, nanoseconds, offset)
    if nanoseconds % 1000:
        return exact
    try:
        return exact.to_datetime()
    except OverflowError:
        return exact


def as_timedelta(seconds: int, nanoseconds: int) -> Union[timedelta, NwsDuration]:
    """A ``timedelta`` if it holds the duration exactly, else the wrapper."""
    exact = NwsDuration(seconds, nanoseconds)
    if nanoseconds % 1000:
        return exact
    try:
        return exact.to_timedelta()
    except OverflowError:
        return exact


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _fraction(nanoseconds: int) -> str:
    return f".{nanoseconds:09}".rstrip("0") if nanoseconds else ""
