"""The workers on this machine: as many as there should be, also when some die."""

import threading
import time
from typing import List, Optional

from nws.sleigh.exceptions import SleighScriptException
from nws.sleigh.workers.worker_process import Launch, WorkerProcess

_STOP_SECONDS = 10
_SHORT_LIFE = 10.0
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 5.0
_FAILURES = 3


class Crew:
    """Starts workers, replaces those that die, and stops all.

    A replacement is started after a pause of 0.1 s, which doubles, up to 5 s, as long as workers die young. After three
    that did not even join in a row, there is no other. A worker that ended without error was told to, and is not
    replaced.
    """

    def __init__(self, count: int, launch: Launch) -> None:
        self._places: List[_Place] = []
        self._lock = threading.Lock()
        self._stopped = False
        try:
            for number in range(count):
                self._places.append(_Place(launch, number))
        except OSError as error:
            self.stop(0)
            command = " ".join(launch.command)
            raise SleighScriptException(f"a worker cannot be started with {command!r}: {error}") from None

    @property
    def alive(self) -> int:
        """How many workers run."""
        return sum(place.worker.exit_code is None for place in self._places)

    @property
    def ended(self) -> bool:
        """Whether a worker has ended and has not been replaced yet."""
        return self.alive < len(self._places)

    @property
    def lost(self) -> int:
        """How many workers have ended and will not be replaced."""
        return sum(place.is_given_up for place in self._places)

    @property
    def complete(self) -> bool:
        """Whether no replacement is due."""
        return self.alive + self.lost == len(self._places)

    def welcome(self, pid: int) -> None:
        """Note that the worker with that process number has joined."""
        for place in self._places:
            if place.worker.pid == pid:
                place.worker.joined = True
                place.failures = 0

    def tend(self) -> None:
        """Replace workers that have died, as far as it is time to."""
        with self._lock:
            for place in self._places:
                if not self._stopped:
                    place.tend()

    def obituary(self) -> str:
        """How workers ended, each way once."""
        ended = [place.worker for place in self._places if place.worker.exit_code is not None]
        return "; ".join(dict.fromkeys(worker.obituary() for worker in ended))

    def stop(self, seconds: float = _STOP_SECONDS) -> None:
        """Wait for the workers to end, as they do by themselves when their workspace is gone; then kill those left."""
        with self._lock:
            self._stopped = True
        deadline = time.monotonic() + seconds
        for place in self._places:
            place.worker.stop(max(0.0, deadline - time.monotonic()))


class _Place:
    """One worker after the other."""

    def __init__(self, launch: Launch, number: int) -> None:
        self._launch = launch
        self._number = number
        self._again: Optional[float] = None
        self._deaths = 0
        self.worker = WorkerProcess(launch, number)
        self.failures = 0
        """How many workers in a row ended before they joined."""
        self.is_given_up = False

    def tend(self) -> None:
        if self.is_given_up or self.worker.exit_code is None:
            return
        now = time.monotonic()
        if self._again is None:
            self._bury(now)
        elif now >= self._again:
            self._replace()

    def _bury(self, now: float) -> None:
        young = now - self.worker.started < _SHORT_LIFE
        self._deaths = self._deaths + 1 if young else 1
        self.failures += not self.worker.joined
        self.is_given_up = self.worker.exit_code == 0 or self.failures >= _FAILURES
        self._again = now + min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** (self._deaths - 1))

    def _replace(self) -> None:
        self._again = None
        try:
            self.worker = WorkerProcess(self._launch, self._number)
        except OSError:
            self.is_given_up = True  # the command is gone
