"""Whether a worker that has ended is replaced, and when."""

from typing import Optional

_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 2.0
_MOST_IN_A_ROW = 30
_MOST_BEFORE_JOINING = 3


class ReplacementPolicy:
    """For the workers in one place, one after the other.

    A replacement starts at once if its predecessor had done something, for then it was a task or somebody from outside
    that ended it; later and later if the predecessors had done nothing either; and at last not any more.
    """

    def __init__(self) -> None:
        self._in_a_row = 0
        self._before_joining = 0
        self._has_joined = False

    def after_end(self, had_joined: bool, had_worked: bool) -> Optional[float]:
        """After how many seconds there is to be a replacement; None if there is to be none.

        If the first worker has not joined, workers cannot be started here at all.
        """
        self._has_joined = self._has_joined or had_joined
        self._before_joining = 0 if had_joined else self._before_joining + 1
        self._in_a_row = 1 if had_worked else self._in_a_row + 1
        if not self._has_joined or self._before_joining >= _MOST_BEFORE_JOINING or self._in_a_row > _MOST_IN_A_ROW:
            return None
        return 0.0 if self._in_a_row == 1 else min(_FIRST_PAUSE * 2 ** (self._in_a_row - 2), _LONGEST_PAUSE)
