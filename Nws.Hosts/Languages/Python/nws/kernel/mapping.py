"""Running the same code for many elements, and telling the host what became of them while it goes on."""

import array
import threading
import time
from typing import Any, Callable, Dict, List, Optional, Tuple

from nws.kernel.interruption import Interruption
from nws.kernel.namespace import NEVER_AWAITABLE, Namespace
from nws.kernel.results import encode_failure, encode_result
from nws.kernel.streams import Output
from nws.values import encode, packing
from nws.values.reader import ValueReader, decode
from nws.values.scalars import Float32
from nws.values.writer import PLAIN
from nws.wire import messages

_PAUSE = 0.05
_PARAMETERS = 6
_UNCHANGEABLE = frozenset((type(None), bool, int, float, Float32, complex, str, bytes))
_NO_VALUE = messages.NIL
_NO_ELEMENT = -1
_FIELDS = tuple(map(packing.pack_str, ("values", "errors", "seconds")))


class Mapping:
    """A map that runs. ``notify`` sends a notification of encoded parameters to the host."""

    def __init__(self, number: int, reader: ValueReader, notify: Callable[[str, List[bytes]], None]) -> None:
        if reader.read_list_head() != _PARAMETERS:
            raise ValueError("a map has 6 parameters: type, code, rows, fixed, permute, options")
        self.kind, self.code, self._rows = reader.read(), reader.read(), reader.read()
        self._fixed = _Fixed(reader.read_encoded())
        self._permute: Optional[List[int]] = reader.read()
        options = reader.read()
        self._seed: Optional[Callable[[int], None]] = _seeding(options)
        self._marks: bool = options.get("marks", False)
        self.patience: Optional[float] = options.get("patience")
        """How long others may have to wait for an element, in seconds."""
        self._prepares = self._marks or self._seed is not None
        self._number = packing.pack_int(number)
        self._notify = notify
        # One step adds an element, wherever an interrupt comes.
        self._done: List[Tuple[bytes, float]] = []
        self._errors: Dict[int, bytes] = {}
        self._told = 0
        self._over = False
        # What is done is also told by the thread that watches for an element that does not end.
        self._telling = threading.Lock()

    def run(self, namespace: Namespace, output: Output, interruption: Interruption) -> bytes:
        """Run all elements; the encoded result of the request."""
        try:
            function = namespace.function(self.kind, self.code)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            function = _failing(error)
        try:
            self._run(function, namespace.settle, output, interruption)
        finally:
            if self._seed is not None:
                self._seed(_NO_ELEMENT)
        values, errors, seconds = self.take()
        return b"".join((b"\x83", _FIELDS[0], values, _FIELDS[1], errors, _FIELDS[2], seconds))

    @property
    def position(self) -> int:
        """Where the element is that runs."""
        return self._told + len(self._done)

    def tell(self) -> None:
        """Send what has been done and not been sent. No interrupt tears it (see ``Interruption``)."""
        with self._telling:
            if self._done:
                self._notify("part", [self._number, *self._take()])

    def stall(self) -> None:
        """Send what has been done, and say that the element that runs is the last. Another thread than the element's."""
        if self._over:
            return
        self._over = True
        self.tell()
        with self._telling:
            self._notify("stalled", [self._number, packing.pack_int(self.position)])

    def take(self) -> Tuple[bytes, bytes, bytes]:
        """What has been done and not been sent, as ``_take`` gives it. No interrupt tears it."""
        with self._telling:
            return self._take()

    def mark(self, position: int) -> None:
        """Tell the host that an element begins."""
        self._notify("begun", [self._number, packing.pack_int(position)])

    def _run(self, function: Callable[..., Any], settle: Callable[[Any], Any], output: Output,
             interruption: Interruption) -> None:
        clock, done, pack = time.perf_counter, self._done, PLAIN.get
        only_row, patience = self._permute is None and self._fixed.shared == [], self.patience or float("inf")
        told = began = clock()
        for position, row in enumerate(self._rows):
            output.element = position
            if self._prepares:
                self._prepare(position, interruption)
            try:
                value = function(*row) if only_row else function(*self._arguments(row))
                kind = type(value)
                if kind not in NEVER_AWAITABLE:
                    value = settle(value)
                    kind = type(value)
                plain = pack(kind)
                data = encode_result(value) if plain is None else plain(value)
            except BaseException as error:
                if interruption.happened:
                    raise
                self._errors[position], data = _described(error), _NO_VALUE
            if output.pending:
                output.flush()
                interruption.check()
            now = clock()
            seconds = now - began
            done.append((data, seconds))
            began = now
            if interruption.happened:
                raise KeyboardInterrupt
            if seconds > patience or self._over:
                break
            if now - told >= _PAUSE:
                self.tell()
                interruption.check()
                told = began = clock()

    def _prepare(self, position: int, interruption: Interruption) -> None:
        if self._marks:
            self.mark(position)
            interruption.check()
        if self._seed is not None:
            self._seed(position)

    def _arguments(self, row: List[Any]) -> List[Any]:
        every = [*row, *self._fixed.values()]
        return every if self._permute is None else self._permuted(every)

    def _permuted(self, every: List[Any]) -> List[Any]:
        for place in self._permute or ():
            if not 0 <= place < len(every):
                raise _BadPlace(place, len(every))
        return [every[place] for place in self._permute or ()]

    def _take(self) -> Tuple[bytes, bytes, bytes]:
        """Values, errors and seconds of what has been done, encoded; it counts as told."""
        done = self._done[:]
        del self._done[:len(done)]  # not what has come behind them
        known = range(self._told, self._told + len(done))
        errors = {position: self._errors.pop(position) for position in [*self._errors] if position in known}
        self._told += len(done)
        packed = [part for position, error in errors.items() for part in (packing.pack_int(position), error)]
        seconds = encode(array.array("d", [seconds for _, seconds in done]))
        values = messages.array([data for data, _ in done])
        return values, packing.pack_map_head(len(errors)) + b"".join(packed), seconds


class _Fixed:
    """The arguments that all elements share. No element sees what another has done to one that can be changed."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        values = decode(data)
        self.shared: Optional[List[Any]] = values if all(type(value) in _UNCHANGEABLE for value in values) else None
        """The arguments, if nothing can change them."""

    def values(self) -> List[Any]:
        """The arguments for one element."""
        return decode(self._data) if self.shared is None else self.shared


class _BadPlace(Exception):
    def __init__(self, place: int, count: int) -> None:
        super().__init__(f"argPermute asks for argument {place}, but there are {count} (0 to {count - 1}).")

    def to_record(self) -> Dict[str, Any]:
        return {"type": "NwsException", "message": str(self), "stack": "", "language": "nws"}


def _described(error: BaseException) -> bytes:
    return encode(error.to_record()) if isinstance(error, _BadPlace) else encode_failure(error)


def _failing(error: BaseException) -> Callable[..., Any]:
    """What stands for a function that cannot be had."""
    trace = error.__traceback__

    def fail(*_: Any) -> None:
        raise error.with_traceback(trace)
    return fail


def _seeding(options: Dict[str, Any]) -> Optional[Callable[[int], None]]:
    """Sets the random numbers of the element at a position, or those behind the last."""
    number, first = options.get("seed"), options.get("first", 0)
    if number is None:
        return None
    from nws.kernel import seeding  # most jobs have no seed
    return lambda position: seeding.forget() if position == _NO_ELEMENT else seeding.seed(
        seeding.mixed(number, first + position))
