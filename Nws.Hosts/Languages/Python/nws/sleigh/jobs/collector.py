"""What becomes of the results of a call."""

import time
from typing import Any, Callable, Dict, List, Optional

from nws.sleigh.exceptions import SleighTaskException
from nws.sleigh.jobs.accumulators import Accumulator
from nws.sleigh.jobs.progress import SleighProgress


class Collector:
    """Keeps the values of elements until they are taken, or hands them to an accumulator, and tells of the progress."""

    def __init__(self, accumulator: Optional[Accumulator] = None,
                 progress: Optional[Callable[[SleighProgress], Any]] = None, failFast: bool = False,
                 names: Optional[List[Any]] = None, total: Optional[int] = None) -> None:
        self._accumulator = accumulator
        self._progress = progress
        self._fails_fast = failFast
        self._names = names
        self._start = time.monotonic()
        self._values: Dict[int, Any] = {}
        self.total = total
        """How many elements there are; None if nobody knows yet."""
        self.done = 0
        """How many elements have a result."""
        self.failed = 0
        """How many of these have failed."""
        self.fault: Optional[SleighTaskException] = None
        """The failure that ends the call, if the first one does."""

    @property
    def buffered(self) -> int:
        """How many values are here that have not been taken."""
        return len(self._values)

    def keep(self, tag: int, values: List[Any], failures: Dict[int, SleighTaskException]) -> None:
        """Put failures, by number, in the places of values, those of the elements from number ``tag`` on, and keep all.

        To do so again does no harm: an interrupt may put back what was being kept.
        """
        for number, failure in failures.items():
            values[number - tag] = failure
        if self._accumulator is None:
            self._values.update(enumerate(values, tag))

    def count(self, tag: int, values: List[Any], failures: Dict[int, SleighTaskException]) -> None:
        """Count what has been kept, and hand it to the accumulator, if there is one."""
        self.done += len(values)
        for number, failure in failures.items():
            self.failed += 1
            if self._fails_fast and (self.fault is None or number < self.fault.tag):
                self.fault = failure
        if self._accumulator is not None:
            tags = range(tag, tag + len(values))
            self._accumulator.take(values, list(tags) if self._names is None else [self._names[each] for each in tags])

    def report(self) -> None:
        """Tell how far the call is, if anybody wants to know."""
        if self._progress is not None:
            elapsed = time.monotonic() - self._start
            self._progress(SleighProgress(self.done, self.total, self.failed, elapsed))

    def has(self, tag: int) -> bool:
        """Whether the value of an element is here."""
        return tag in self._values

    def take(self, tag: int) -> Any:
        """Hand out the value of an element that is here."""
        return self._values.pop(tag)

    def results(self) -> Any:
        """The values in the order of the elements, or by their names; of an accumulator its value."""
        if self._accumulator is not None:
            return self._accumulator.value()
        values = [self._values[tag] for tag in sorted(self._values)]
        return values if self._names is None else dict(zip(self._names, values))
