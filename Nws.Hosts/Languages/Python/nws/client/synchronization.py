"""Semaphores and barriers that survive the death of whoever holds them, because they are made of values on lease."""

import contextlib
import time
from typing import TYPE_CHECKING, Any, Optional, Tuple

from nws.client.delivery import Delivery
from nws.exceptions import NwsOperationException, NwsTimeoutException

if TYPE_CHECKING:
    from nws.client.workspace import Lease, NetWorkSpace

_ONCE = "made once"


class Permit:
    """A permit of a semaphore, given back at the end of a ``with`` block or by ``release``."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery

    def release(self) -> None:
        """Give the permit back. One that has been lost to somebody else already is not given back again."""
        if self._delivery.open:
            with _unless("no_lease"):
                self._delivery.release()
            self._delivery.open = False

    def renew(self) -> bool:
        """Keep the permit for its full seconds again; False if it has been lost."""
        return self._delivery.renew()

    def __enter__(self) -> "Permit":
        return self

    def __exit__(self, *_: Any) -> None:
        self.release()


class NwsSemaphore:
    """A semaphore: at most ``permits`` holders at a time, among all programs that name the same variable.

    A holder that dies gives its permit back. With ``lease`` seconds, so does one that is stopped or cut off and does
    not ``renew`` its permit. The number of permits is that of the first program; for another, delete the variable.
    """

    def __init__(self, ws: "NetWorkSpace", varName: str, permits: int = 1, *, lease: "Lease" = True) -> None:
        if permits < 1:
            raise ValueError(f"a semaphore has 1 permit or more, not {permits}")
        self._ws = ws
        self._variable = varName
        self._lease = lease
        ws.storeAll(varName, range(permits), key=_ONCE)

    def acquire(self, *, timeout: Optional[float] = None) -> Permit:
        """Wait for a permit; ``NwsTimeoutException`` if there is none within ``timeout`` seconds."""
        return Permit(self._ws.fetch(self._variable, lease=self._lease, timeout=timeout))


class NwsBarrier:
    """A barrier, again and again, for ``parties`` programs that name the same variable: it opens when all wait.

    One that dies while it waits is not counted; with ``lease`` seconds, neither is one that is stopped or cut off.
    Whoever takes its place is.
    """

    def __init__(self, ws: "NetWorkSpace", varName: str, parties: int, *, lease: "Lease" = True) -> None:
        if parties < 1:
            raise ValueError(f"a barrier is for 1 party or more, not {parties}")
        self._ws = ws
        self._variable = varName
        self._parties = parties
        self._lease = lease
        ws.declare(varName, "single")
        with _unless("conflict"):
            ws.store(varName, 0, onlyIf=())

    def wait(self, *, timeout: Optional[float] = None) -> int:
        """Wait until all parties do; return how often the barrier had opened before.

        ``NwsTimeoutException`` if they do not within ``timeout`` seconds: then this program is not counted any more.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        generation, version = self._ws.findVersion(self._variable)
        seat = self._sit_down(generation, version, deadline)
        try:
            while not self._is_open(version, deadline):
                if deadline is not None and time.monotonic() >= deadline:
                    raise NwsTimeoutException(f"not all {self._parties} parties came to barrier {self._variable!r} "
                                              f"within {timeout} s", "timeout")
                if not seat.renew():
                    seat = self._sit_down(generation, version, deadline)
        except BaseException:
            with contextlib.suppress(NwsOperationException):
                seat.release()
            raise
        with _unless("no_lease"):
            seat.complete()
        return generation

    def _sit_down(self, generation: int, version: Tuple[int, ...], deadline: Optional[float]) -> Delivery:
        """Take a seat of this generation, and open the barrier if it was the last."""
        seats = f"{self._variable} seats {generation}"
        self._ws.storeAll(seats, range(self._parties), key=_ONCE)
        seat = self._ws.fetch(seats, lease=self._lease, timeout=_left(deadline))
        if self._ws.findTry(seats, _ONCE) == _ONCE:
            with _unless("conflict"):
                self._ws.store(self._variable, generation + 1, onlyIf=version)
                with _unless("no_variable"):
                    self._ws.deleteVar(f"{self._variable} seats {generation - 1}")
        return seat

    def _is_open(self, version: Tuple[int, ...], deadline: Optional[float]) -> bool:
        """Wait until the barrier has opened, the time is up, or the seat should be renewed."""
        renewal = None if self._lease is True else self._lease / 3
        seconds = [left for left in (_left(deadline), renewal) if left is not None]
        options = {"after": list(version), **({"timeout": min(seconds)} if seconds else {})}
        with self._ws.take("find", self._variable, options) as delivered:
            return delivered is not None


def _left(deadline: Optional[float]) -> Optional[float]:
    return None if deadline is None else max(0.0, deadline - time.monotonic())


@contextlib.contextmanager
def _unless(code: str) -> Any:
    """Pass over the error with that code: somebody else was faster."""
    try:
        yield
    except NwsOperationException as error:
        if error.code != code:
            raise
