"""The workers that a Sleigh has started."""

import contextlib
import itertools
import time
from typing import Any, Dict, List, Optional, Tuple

from nws.client import NetWorkSpace, NwsServer
from nws.exceptions import NwsException
from nws.sleigh.exceptions import SleighException, SleighJoinException
from nws.sleigh.jobs.job import Job
from nws.sleigh.workers.crew import Crew
from nws.sleigh.workers.deletion_signal import DeletionSignal

_POLL_SECONDS = 0.2
_TOO_LATE = -1


class OwnWorkers:
    """Welcomes those that join, and sees to it that a job never waits for workers that will not come again."""

    most_tasks_per_worker = None
    """How many tasks may be under way at most: any number."""

    def __init__(self, count: int, workspace: NetWorkSpace, crew: Crew) -> None:
        self.count = count
        """How many workers there are to be; 0 as long as nobody knows."""
        self.introductions: Dict[int, Dict[str, Any]] = {}
        """What workers say of themselves, by rank."""
        self.closed = False
        """Whether no further worker can join, but in the place of a lost one."""
        self._workspace = workspace
        self._crew = crew
        self._numbers = itertools.count(1)
        workspace.declare("workerCount", "single")
        if count:
            workspace.store("workerCount", count)
        for rank in range(max(count, 1)):
            workspace.store("rank", rank)

    def await_all(self, seconds: float = float("inf")) -> None:
        """Wait until all workers have joined; ``SleighJoinException`` if one is not going to, or after some time."""
        deadline = time.monotonic() + seconds
        while not self.closed:
            if self._welcome(_POLL_SECONDS):
                continue
            failure = self._crew.failure()
            if failure is not None:
                raise SleighJoinException(
                    f"A worker ended before it was ready ({len(self.introductions)} of {self.count} are). {failure}")
            if time.monotonic() > deadline:
                raise SleighJoinException(f"{len(self.introductions)} of {self.count} workers joined in {seconds} s")

    def await_people(self, command: str) -> None:
        """Tell people how to start workers, and wait until they say that all have started."""
        self._workspace.store("runMe", command)
        started = DeletionSignal(self._workspace, "deleteMeWhenAllWorkersStarted")
        while not started.wait(_POLL_SECONDS):
            self.tend()
        self.close()
        if not self.count:
            raise SleighJoinException("all workers were said to have started, but none has joined")

    def status(self, closeGroup: bool, timeout: float) -> Tuple[int, bool]:
        """How many workers run and have joined, and whether the group is closed; wait for that if it is to be."""
        deadline = time.monotonic() + timeout
        self.tend()
        while not self.closed and time.monotonic() < deadline:
            self._welcome(min(_POLL_SECONDS, max(0.0, deadline - time.monotonic())))
            self._crew.tend()
        if closeGroup and not self.closed:
            self.close()
        if not self.closed:
            return len(self.introductions), False
        return len(set(self.introductions) - set(self._free_ranks())), True

    def close(self) -> None:
        """Let no further worker join, and go on with those that have."""
        for _ in self._workspace.ifetchTry("rank"):
            pass
        self._workspace.store("rank", _TOO_LATE)
        while self._welcome():
            pass
        self.count = len(self.introductions)
        self._workspace.store("workerCount", self.count)
        self.closed = True

    def ranks(self) -> List[int]:
        """The ranks of all workers there are to be."""
        return list(range(self.count)) if not self.closed else sorted(self.introductions)

    def refresh(self) -> None:
        """See which workers there are now."""
        if not self.closed:
            self.tend()

    def next_job(self, record: Dict[str, Any], elements: Optional[int]) -> int:
        """The number of a new job."""
        return next(self._numbers)

    def over(self, job: Job) -> None:
        """Nobody else has to know that a job is done."""

    def worked(self, rank: int) -> None:
        """Note that a result of the worker of a rank has come."""
        self._crew.worked(rank)

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
        if job.awaited_ranks:
            for rank in self._free_ranks():
                self._crew.end(rank)  # its process is there, but gives no sign of life: somebody else must have the rank
        for rank in job.awaited_ranks if self.closed else ():
            if rank not in self.introductions:
                job.lose(rank, "the group was closed before a worker had this rank")

    def evidence(self) -> str:
        """How those workers ended that ended last."""
        return self._crew.recent_ends

    def shut_down(self, server: NwsServer) -> None:
        """End the workers, by deleting their workspace."""
        with contextlib.suppress(NwsException):
            server.deleteWs(self._workspace.currentWs())
        server.close()
        self._crew.stop()

    def _free_ranks(self) -> List[int]:
        return [rank for rank in self._workspace.ifindTry("rank") if rank != _TOO_LATE]

    def _welcome(self, seconds: float = 0) -> bool:
        record = self._workspace.fetchTry("joined", timeout=seconds)
        if record is None:
            return False
        self.introductions[record["rank"]] = record
        self._crew.joined(record.get("place"), record["rank"])
        if not self.count and not self.closed:
            self._workspace.store("rank", record["rank"] + 1)
        elif len(self.introductions) >= self.count:
            self.closed = True
        return True

    def _mourn(self, job: Job) -> None:
        # The server frees a dead worker's rank after it has taken everything the worker sent, so the results come next.
        free_ranks = self._free_ranks()
        while job.outstanding and job.gather():
            pass
        if job.outstanding and not self._crew.alive:
            raise SleighException(f"No worker is left. {self._crew.recent_ends}".rstrip())
        if self._crew.alive <= self.count - len(free_ranks):  # nobody is on the way to one of these ranks
            for rank in free_ranks:
                job.lose(rank, self._crew.recent_ends.rstrip())
