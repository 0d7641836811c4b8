"""The worker processes that this program has started: as many as there should be, also when some die."""

import collections
import threading
import time
from typing import Deque, List, Optional

from nws.sleigh.exceptions import SleighScriptException
from nws.sleigh.workers.replacement import ReplacementPolicy
from nws.sleigh.workers.worker_commands import WorkerCommands
from nws.sleigh.workers.worker_process import WorkerProcess

_STOP_SECONDS = 10
_ENDS_KEPT = 4


class Crew:
    """Starts workers, replaces those that die, and stops all.

    When and how often a worker is replaced tells ``ReplacementPolicy``. One that ended without error was told to, and
    is not replaced.
    """

    def __init__(self, commands: WorkerCommands) -> None:
        self._places: List[_Place] = []
        self._ends: Deque[str] = collections.deque(maxlen=_ENDS_KEPT)
        self._lock = threading.Lock()
        self._stopped = False
        try:
            for number in range(commands.count):
                self._places.append(_Place(commands, number))
        except BaseException:
            self.stop(0)
            raise

    @property
    def alive(self) -> int:
        """How many workers run."""
        return sum(place.worker.exit_code is None for place in self._places)

    @property
    def lost(self) -> int:
        """How many workers have ended and will not be replaced."""
        return sum(place.is_given_up for place in self._places)

    @property
    def complete(self) -> bool:
        """Whether no replacement is due."""
        return self.alive + self.lost == len(self._places)

    @property
    def recent_ends(self) -> str:
        """How those workers ended that ended last, a line or more each."""
        return "".join(f"{end}\n" for end in self._ends)

    def failure(self) -> Optional[str]:
        """How the first worker ended that had not joined and will not be replaced; None if there is none."""
        self.tend()
        failed = [place for place in self._places if place.is_given_up and place.worker.rank is None]
        return failed[0].last_end if failed else None

    def joined(self, place: Optional[int], rank: int) -> None:
        """Note which rank the worker of a place got."""
        if place is not None and place < len(self._places):
            self._places[place].worker.rank = rank

    def worked(self, rank: int) -> None:
        """Note that a result of the worker of a rank has come."""
        for place in self._places:
            if place.worker.rank == rank:
                place.worker.has_worked = True

    def end(self, rank: int) -> None:
        """End the process of the worker of a rank by force, if it has not ended: it is replaced then."""
        for place in self._places:
            if place.worker.rank == rank and place.worker.exit_code is None:
                place.worker.kill()

    def tend(self) -> None:
        """Replace workers that have died, as far as it is time to."""
        with self._lock:
            for place in self._places:
                if not self._stopped:
                    place.tend(self._ends)

    def stop(self, seconds: float = _STOP_SECONDS) -> None:
        """Wait for the workers to end, as they do by themselves when their workspace is gone; then kill those left."""
        with self._lock:
            self._stopped = True
        deadline = time.monotonic() + seconds
        for place in self._places:
            place.worker.stop(max(0.0, deadline - time.monotonic()))


class _Place:
    """One worker after the other."""

    def __init__(self, commands: WorkerCommands, number: int) -> None:
        self._commands = commands
        self._number = number
        self._policy = ReplacementPolicy()
        self._again: Optional[float] = None
        self.worker = WorkerProcess(commands.launch(number))
        self.last_end = ""
        """How the worker ended that ended last."""
        self.is_given_up = False
        """Whether there will be no other worker."""

    def tend(self, ends: Deque[str]) -> None:
        if self.is_given_up or self.worker.exit_code is None:
            return
        if self._again is None:
            self._bury(ends)
        if self._again is not None and time.monotonic() >= self._again:
            self._replace()

    def _bury(self, ends: Deque[str]) -> None:
        self.last_end = f"On {self._commands.describe(self._number)}: {self.worker.describe_end()}"
        ends.append(self.last_end)
        pause = self._policy.after_end(self.worker.rank is not None, self.worker.has_worked)
        self.is_given_up = self.worker.exit_code == 0 and self.worker.rank is not None or pause is None
        if not self.is_given_up:
            self._again = time.monotonic() + (pause or 0)

    def _replace(self) -> None:
        self._again = None
        try:
            self.worker = WorkerProcess(self._commands.launch(self._number))
        except SleighScriptException:
            self.is_given_up = True  # the command is gone
