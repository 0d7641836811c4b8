"""A job that runs while the master does something else."""

from typing import TYPE_CHECKING, Any, List, Optional

from nws.sleigh.exceptions import SleighGatheredException
from nws.sleigh.job import Job

if TYPE_CHECKING:
    from nws.sleigh.sleigh import Sleigh


class SleighPending:
    """What ``eachElem`` and ``eachWorker`` return with ``blocking=False``."""

    def __init__(self, sleigh: "Sleigh", job: Job) -> None:
        self._sleigh = sleigh
        self._job = job
        self._gathered = False

    def check(self) -> int:
        """How many elements are still without result."""
        if not self._gathered:
            self._sleigh.gather(self._job)
        return self._job.outstanding

    def wait(self) -> Optional[List[Any]]:
        """Wait for all results and return them, once; the second time, ``SleighGatheredException``."""
        if self._gathered:
            raise SleighGatheredException("the results have been gathered already")
        self._sleigh.wait(self._job)
        self._gathered = True
        return self._job.results()

    def __str__(self) -> str:
        return f"SleighPending, {self._job.outstanding} of {self._job.submitted} elements outstanding"
