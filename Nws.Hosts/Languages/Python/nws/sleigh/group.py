"""The workers of a Sleigh with its workspaces, and the jobs they work on."""

import contextlib
import itertools
import os
import threading
import time
import weakref
from typing import Any, Callable, Dict, Iterator, List, Optional

from nws.client import NetWorkSpace, NwsServer
from nws.exceptions import NwsException
from nws.sleigh.accumulators import Accumulator
from nws.sleigh.crew import Crew
from nws.sleigh.exceptions import (SleighException, SleighJoinException, SleighNwsException, SleighStoppedException,
                                   nws_errors)
from nws.sleigh.job import Job

_JOIN_SECONDS = 60
_POLL_SECONDS = 0.2


class Group:
    """Waits for workers to join and for results to come, and sees to it meanwhile that workers are there."""

    def __init__(self, count: int, server: NwsServer, workspace: NetWorkSpace, crew: Crew) -> None:
        self.count = count
        """How many workers there are to be."""
        self.introductions: Dict[int, Dict[str, Any]] = {}
        """What workers say of themselves, by rank."""
        self._workspace = workspace
        self._crew = crew
        self._numbers = itertools.count(1)
        self._given_up: List[Job] = []
        self._lock = threading.Lock()
        self._tended = time.monotonic()
        self._finalizer = weakref.finalize(self, _shut_down, os.getpid(), server, crew, workspace.currentWs())

    def await_workers(self) -> None:
        """Wait until all workers have joined; ``SleighJoinException`` if one ends before, or after a minute."""
        deadline = time.monotonic() + _JOIN_SECONDS
        with self.errors():
            while len(self.introductions) < self.count:
                if self._welcome(_POLL_SECONDS):
                    continue
                if self._crew.ended:
                    raise SleighJoinException(self._crew.obituary())
                if time.monotonic() > deadline:
                    raise SleighJoinException(
                        f"{len(self.introductions)} of {self.count} workers joined in {_JOIN_SECONDS} s")

    def present(self) -> int:
        """How many workers run and have joined: each of these holds a rank."""
        with self.errors():
            self._tend()
            return self.count - len(self._free_ranks())

    def begin(self, record: Dict[str, Any], accumulator: Optional[Accumulator] = None) -> Job:
        """A job, without tasks yet."""
        with self.errors():
            while self._given_up:  # a result that was on its way when its job was given up
                self._given_up.pop().clear()
            return Job(self._workspace, next(self._numbers), record, accumulator)

    def gather(self, job: Job) -> None:
        """Take the results of a job that are there."""
        with self.errors():
            while job.outstanding and job.gather():
                pass
            self._look_after(job)

    def wait(self, job: Job, is_enough: Callable[[], bool]) -> None:
        """Take results of a job until it is enough."""
        with self.errors():
            while not is_enough():
                job.gather(_POLL_SECONDS)
                self._look_after(job)

    def remember(self, record: Dict[str, Any]) -> None:
        """Keep a definition that all workers have made for those that join later, in place of dead ones."""
        with self.errors():
            self._workspace.store("definitions", {"language": record["language"], "code": record["code"]})

    def wait_for_all(self, job: Job, but: int = 0) -> None:
        """Take results until no more than a number of elements are outstanding."""
        self.wait(job, lambda: job.outstanding <= but)

    def give_up(self, job: Job) -> None:
        """Withdraw a job. An interrupt ends the wait for that, but it is done all the same."""
        thread = threading.Thread(target=self._withdraw, args=(job,), name="nws withdrawal", daemon=True)
        thread.start()
        thread.join()

    def _withdraw(self, job: Job) -> None:
        with contextlib.suppress(NwsException):  # without its workspace, nothing is left to take back
            job.withdraw()
            self._given_up.append(job)

    def stop(self) -> None:
        """Stop the workers and delete the workspaces. Later calls do nothing."""
        self._finalizer()

    @contextlib.contextmanager
    def errors(self, job: Optional[Job] = None) -> Iterator[None]:
        """Name the errors in the block as this package does; after any, give up the job."""
        if not self._finalizer.alive:
            raise SleighStoppedException("the Sleigh has been stopped")
        try:
            with nws_errors():
                yield
        except BaseException as error:
            if job is not None:
                self.give_up(job)
            if isinstance(error, SleighNwsException) and not self._finalizer.alive:
                raise SleighStoppedException("the Sleigh has been stopped") from None
            raise

    def _free_ranks(self) -> List[int]:
        return list(self._workspace.ifindTry("rank"))

    def _welcome(self, seconds: float = 0) -> bool:
        record = self._workspace.fetchTry("joined", timeout=seconds)
        if record is None:
            return False
        self.introductions[record["rank"]] = record
        self._crew.welcome(record["pid"])
        return True

    def _tend(self) -> None:
        while self._welcome():
            pass
        self._crew.tend()

    def _look_after(self, job: Job) -> None:
        with self._lock:
            now = time.monotonic()
            if now - self._tended < _POLL_SECONDS:
                return
            self._tended = now
        self._tend()
        if self._crew.lost and self._crew.complete:
            self._mourn(job)

    def _mourn(self, job: Job) -> None:
        """See what it means for a job that workers are gone for good: others run their tasks, but not all."""
        # The server frees a dead worker's rank after it has taken everything the worker sent, so the results come next.
        free_ranks = self._free_ranks()
        while job.outstanding and job.gather():
            pass
        if job.outstanding and not self._crew.alive:
            raise SleighException(f"all workers have ended; {self._crew.obituary()}")
        if self._crew.alive <= self.count - len(free_ranks):  # nobody is on the way to one of these ranks
            for rank in free_ranks:
                job.lose(rank)


def _shut_down(process: int, server: NwsServer, crew: Crew, workspace: str) -> None:
    if os.getpid() != process:
        return  # a child made by fork ends; the Sleigh is its parent's
    with contextlib.suppress(NwsException):
        server.deleteWs(workspace)
    server.close()
    crew.stop()
