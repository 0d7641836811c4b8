"""A job that runs while the master does something else."""

from typing import Any, NoReturn

from nws.sleigh.exceptions import SleighGatheredException
from nws.sleigh.group import Group
from nws.sleigh.jobs.job import Job


class SleighPending:
    """What ``eachElem`` and ``eachWorker`` return with ``blocking=False``. There may be several at a time.

    Made by these methods only.
    """

    def __init__(self, group: Group, job: Job) -> None:
        self._group = group
        self._job = job
        self._gathered = False

    def check(self) -> int:
        """How many elements are still without result. With ``failFast``, the first failure is raised."""
        if not self._gathered:
            self._group.gather(self._job)
        return self._job.outstanding

    def wait(self) -> Any:
        """Wait for all results and return them, once; the second time, ``SleighGatheredException``.

        Failed elements are ``SleighTaskException`` objects in the list; with ``failFast`` the first failure is raised.
        With an accumulator the result is that of its method ``value``, else None. An interrupt (Ctrl+C) ends the wait,
        not the job: ``wait`` can be called again.
        """
        if self._gathered:
            raise SleighGatheredException("the results have been gathered already")
        with self._group.errors():
            if self._job.fault is not None:
                raise self._job.fault
        self._group.wait(self._job, lambda: not self._job.outstanding)
        self._gathered = True
        self._group.end(self._job)
        return self._job.collector.results()

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("a SleighPending belongs to its process and cannot be pickled")

    def __str__(self) -> str:
        return f"SleighPending, {self._job.outstanding} of {self._job.submitted} elements outstanding"

    def __repr__(self) -> str:
        return f"<{self}>"
