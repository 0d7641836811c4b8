"""The workers that a Sleigh has started."""

import contextlib
import itertools
import time
from typing import Any, Dict, List, Tuple

from nws.client import NetWorkSpace, NwsServer
from nws.exceptions import NwsException
from nws.sleigh.exceptions import SleighException, SleighJoinException
from nws.sleigh.jobs.job import Job
from nws.sleigh.workers.crew import Crew

_JOIN_SECONDS = 60
_POLL_SECONDS = 0.2


class OwnWorkers:
    """Welcomes those that join, and sees to it that a job never waits for workers that will not come again."""

    def __init__(self, count: int, workspace: NetWorkSpace, crew: Crew) -> None:
        self.count = count
        """How many workers there are to be."""
        self.introductions: Dict[int, Dict[str, Any]] = {}
        """What workers say of themselves, by rank."""
        self._workspace = workspace
        self._crew = crew
        self._numbers = itertools.count(1)

    def await_all(self) -> None:
        """Wait until all workers have joined; ``SleighJoinException`` if one ends before, or after a minute."""
        deadline = time.monotonic() + _JOIN_SECONDS
        while len(self.introductions) < self.count:
            if self._welcome(_POLL_SECONDS):
                continue
            if self._crew.ended:
                raise SleighJoinException(self._crew.obituary())
            if time.monotonic() > deadline:
                raise SleighJoinException(
                    f"{len(self.introductions)} of {self.count} workers joined in {_JOIN_SECONDS} s")

    def status(self, closeGroup: bool, timeout: float) -> Tuple[int, bool]:
        """How many workers run and have joined (each of these holds a rank), and whether the group is closed."""
        self.tend()
        return self.count - len(self._free_ranks()), True

    def next_job(self) -> int:
        """The number of a new job."""
        return next(self._numbers)

    def tend(self) -> None:
        """Welcome those that have joined, and replace those that have died."""
        while self._welcome():
            pass
        self._crew.tend()

    def look_after(self, job: Job) -> None:
        """See what it means for a job that workers are gone for good: others run their tasks, but not all."""
        self.tend()
        if self._crew.lost and self._crew.complete:
            self._mourn(job)

    def evidence(self) -> str:
        """How those workers ended that ended last."""
        return self._crew.obituary()

    def shut_down(self, server: NwsServer) -> None:
        """End the workers, by deleting their workspace."""
        with contextlib.suppress(NwsException):
            server.deleteWs(self._workspace.currentWs())
        server.close()
        self._crew.stop()

    def _free_ranks(self) -> List[int]:
        return list(self._workspace.ifindTry("rank"))

    def _welcome(self, seconds: float = 0) -> bool:
        record = self._workspace.fetchTry("joined", timeout=seconds)
        if record is None:
            return False
        self.introductions[record["rank"]] = record
        self._crew.welcome(record["pid"])
        return True

    def _mourn(self, job: Job) -> None:
        # The server frees a dead worker's rank after it has taken everything the worker sent, so the results come next.
        free_ranks = self._free_ranks()
        while job.outstanding and job.gather():
            pass
        if job.outstanding and not self._crew.alive:
            raise SleighException(f"all workers have ended; {self._crew.obituary()}")
        if self._crew.alive <= self.count - len(free_ranks):  # nobody is on the way to one of these ranks
            for rank in free_ranks:
                job.lose(rank, f"worker {rank} ended before it completed the task")
