"""A job that runs while the master does something else."""

from typing import Any, NoReturn

from nws.sleigh.exceptions import SleighGatheredException
from nws.sleigh.group import Group
from nws.sleigh.job import Job


class SleighPending:
    """What ``eachElem`` and ``eachWorker`` return with ``blocking=False``. There may be several at a time.

    Made by these methods only.
    """

    def __init__(self, group: Group, job: Job) -> None:
        self._group = group
        self._job = job
        self._gathered = False

    def check(self) -> int:
        """How many elements are still without result."""
        if not self._gathered:
            self._group.gather(self._job)
        return self._job.outstanding

    def wait(self) -> Any:
        """Wait for all results and return them, once; the second time, ``SleighGatheredException``.

        Failed elements are ``SleighTaskException`` objects in the list. With an accumulator the result is that of its
        method ``value``, else None. An interrupt (Ctrl+C) ends the wait, not the job: ``wait`` can be called again.
        """
        if self._gathered:
            raise SleighGatheredException("the results have been gathered already")
        self._group.wait_for_all(self._job)
        self._gathered = True
        if self._job.definition is not None:
            self._group.remember(self._job.definition)
        return self._job.results()

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("a SleighPending belongs to its process and cannot be pickled")

    def __str__(self) -> str:
        return f"SleighPending, {self._job.outstanding} of {self._job.submitted} elements outstanding"

    def __repr__(self) -> str:
        return f"<{self}>"
