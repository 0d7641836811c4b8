"""How many elements make a task."""

import math
from typing import Optional

TASKS_PER_WORKER = 4
"""How many tasks of automatic size each worker should find waiting or be running, so that none is idle meanwhile."""

_TARGET_SECONDS = 0.04  # long against what a task costs beside its elements, short against what a person notices
_LARGEST = 8192
_WEIGHT_OF_NEWEST = 0.3
_MOST_GROWTH = 4  # cheap elements are soon in large tasks, and the first may be cheaper than those that follow
_CAUTION = 64  # even if the next elements cost so many times more, a task of this size would not take too long


class ChunkSizer:
    """As many elements as a worker needs some milliseconds for, fewer towards the end, so that all end together.

    The cost of an element is not known before some have run, and need not be the same for all. So the size starts at
    one, grows to at most four times that of a task that came back, or to what would not take long even if the next
    elements cost much more, and never exceeds half an even share of what is left: what the estimate has wrong, the
    other half makes good. What workers measured recently counts more than what they measured first.
    """

    def __init__(self, workers: int, fixed: Optional[int] = None) -> None:
        self._workers = workers
        self._fixed = fixed
        self._cost = math.nan
        self._size = 1

    @property
    def is_automatic(self) -> bool:
        """Whether sizes are found here."""
        return self._fixed is None

    def next(self, left: Optional[int]) -> int:
        """The size of the next task, when so many elements are left."""
        if self._fixed is not None:
            return self._fixed
        return min(self._size, _LARGEST if left is None else max(1, left // (2 * self._workers)))

    def observe(self, elements: int, seconds: float) -> None:
        """Learn from elements that came back how long they ran."""
        if elements == 0 or self._fixed is not None:
            return
        cost = max(seconds, 1e-9) / elements
        self._cost = cost if math.isnan(self._cost) else self._cost + _WEIGHT_OF_NEWEST * (cost - self._cost)
        wanted = max(_TARGET_SECONDS / self._cost, 1)
        self._size = int(min(wanted, _LARGEST, max(self._size, _MOST_GROWTH * elements, wanted / _CAUTION)))


class ShareSizer:
    """For tasks that are all submitted at once, so that nothing can be learned from those that came back.

    Each task has a fixed part of what is left, so tasks get smaller towards the end.
    """

    def __init__(self, workers: int, fixed: Optional[int] = None) -> None:
        self._shares = 2 * TASKS_PER_WORKER * workers
        self._fixed = fixed

    is_automatic = False

    def next(self, left: Optional[int]) -> int:
        """The size of the next task, when so many elements are left."""
        if self._fixed is not None:
            return self._fixed
        return min(_LARGEST, max(1, (left or 0) // self._shares))

    def observe(self, elements: int, seconds: float) -> None:
        """Nothing is learned."""
