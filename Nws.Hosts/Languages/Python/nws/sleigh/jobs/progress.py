"""How far a call of a Sleigh is."""

from typing import NamedTuple, Optional


class SleighProgress(NamedTuple):
    """What the function given as ``progress`` is told."""

    done: int
    """How many elements have a result."""
    total: Optional[int]
    """How many there are; None if that is not known."""
    failed: int
    """How many of those done have failed."""
    elapsed: float
    """Seconds since the call began."""

    @property
    def rate(self) -> float:
        """Elements per second so far."""
        return self.done / self.elapsed if self.elapsed > 0 else 0.0

    @property
    def remaining(self) -> Optional[float]:
        """How many seconds the rest will take at this rate; None if that cannot be told."""
        if self.total is None or not self.done:
            return None
        return self.elapsed * (self.total - self.done) / self.done
