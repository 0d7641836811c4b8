"""How one call brings elements to the workers, and what it does with the results."""

from typing import Any, Callable, NamedTuple, Optional

from nws.sleigh.exceptions import SleighIllegalValueException
from nws.sleigh.jobs.accumulators import Accumulator
from nws.sleigh.jobs.chunk_sizer import TASKS_PER_WORKER
from nws.sleigh.jobs.collector import Collector
from nws.sleigh.jobs.elements import Elements
from nws.sleigh.jobs.progress import SleighProgress


class CallOptions(NamedTuple):
    """The options of a call that workers do not see; the names are those of ``eachElem``."""

    accumulator: Any = None
    chunkSize: Optional[int] = None
    loadFactor: Optional[float] = None
    failFast: bool = False
    progress: Optional[Callable[[SleighProgress], Any]] = None
    output: Any = None

    def check(self) -> None:
        """``SleighIllegalValueException`` if a value makes no sense."""
        size, load = self.chunkSize, self.loadFactor
        if size is not None and (isinstance(size, bool) or not isinstance(size, int) or size < 1):
            raise SleighIllegalValueException(f"chunkSize is a whole number from 1, not {size!r}")
        if load is not None and (isinstance(load, bool) or not isinstance(load, (int, float)) or load < 0):
            raise SleighIllegalValueException(f"loadFactor is 0 or more, not {load!r}")
        for name, given in (("progress", self.progress), ("output", self.output)):
            if not (given is None or callable(given) or name == "output" and isinstance(given, bool)):
                raise SleighIllegalValueException(f"{name} is a function, not {given!r}")

    def collector(self, elements: Elements) -> Collector:
        """What takes the results of the elements."""
        accumulator = None if self.accumulator is None else Accumulator(self.accumulator)
        return Collector(accumulator, self.progress, self.failFast, elements.names, elements.total)

    def limit(self, workers: int, most: Optional[int] = None) -> Optional[int]:
        """How many tasks may be under way at a time, at least one per worker; None if any number may.

        ``most``: how many that are per worker at most.
        """
        factor = self.loadFactor or (TASKS_PER_WORKER if self.chunkSize is None else None)
        if most is not None:
            factor = most if factor is None else min(factor, most)
        return None if factor is None else load(factor, workers)


def load(loadFactor: float, workers: int) -> int:
    """How many tasks that is; those who wait for the first worker may not stop submitting."""
    workers = max(workers, 1)
    return max(int(loadFactor * workers), workers)
