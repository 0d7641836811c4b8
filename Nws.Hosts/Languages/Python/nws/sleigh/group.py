"""The two sides of a Sleigh: the master that waits for results, and the workers."""

import contextlib
import os
import threading
import time
import weakref
from typing import Any, Callable, Dict, Iterator, List, Optional, Sequence, Union

from nws.client import NetWorkSpace, NwsServer
from nws.exceptions import NwsException
from nws.sleigh.exceptions import SleighNwsException, SleighStoppedException, nws_errors
from nws.sleigh.jobs.collector import Collector
from nws.sleigh.jobs.element_run import ElementRun
from nws.sleigh.jobs.job import Job
from nws.sleigh.jobs.exports import Exports
from nws.sleigh.jobs.output import OutputWatch
from nws.sleigh.workers import tags
from nws.sleigh.workers.own_workers import OwnWorkers
from nws.sleigh.workers.standing_farm import StandingFarm

Workers = Union[OwnWorkers, StandingFarm]

_POLL_SECONDS = 0.2


class Group:
    """Waits for results to come, and sees to it meanwhile that workers are there."""

    def __init__(self, server: NwsServer, workspace: NetWorkSpace, workers: Workers) -> None:
        self.workers = workers
        """Who runs the tasks."""
        self.exports = Exports(workspace)
        """The variables that tasks of later jobs find."""
        self._workspace = workspace
        self._output = OutputWatch(workspace)
        self._given_up: List[Job] = []
        self._lock = threading.Lock()
        self._tended = time.monotonic()
        self._finalizer = weakref.finalize(self, _shut_down, os.getpid(), server, workers)

    def begin(self, record: Dict[str, Any], collector: Collector, priority: int = 0, output: Any = None) -> Job:
        """A job, without tasks yet. ``SleighIllegalValueException`` if it wants tags that no worker has."""
        with self.errors():
            while self._given_up:  # a result that was on its way when its job was given up
                self._given_up.pop().clear()
            self.workers.refresh()
            wanted = record.get("tags", ())
            if wanted and self.workers.closed and not self.ranks(wanted):
                raise tags.missing(self.workers.introductions, wanted)
            if self.exports.count:
                record = dict(record, exports=self.exports.count)
            number = self.workers.next_job(record, collector.total)
            self._output.listen(number, output)
            return Job(self._workspace, number, record, collector, self.workers, priority)

    def ranks(self, wanted: Sequence[str] = ()) -> List[int]:
        """The ranks of the workers that have some tags."""
        return tags.fitting(self.workers.introductions, wanted)

    def gather(self, job: Job) -> None:
        """Take the results of a job that are there."""
        with self.errors():
            while job.outstanding and self._gather(job):
                pass
            self._look_after(job)

    def wait(self, job: Job, is_enough: Callable[[], bool]) -> None:
        """Take results of a job until it is enough, or its first failure ends it."""
        with self.errors():
            while not is_enough():
                self._gather(job, _POLL_SECONDS)
                self._look_after(job)

    def finish(self, run: ElementRun) -> None:
        """Bring all elements to the workers, and take the results."""
        job = run.job
        with self.errors():
            while not run.done:
                run.fill()
                self._gather(job, 0 if run.has_room else _POLL_SECONDS)
                self._look_after(job)

    def end(self, job: Job) -> None:
        """Forget a job that is done, but for what it has defined in all workers."""
        with self.errors():
            if job.definition is not None:  # for those that join later, in place of dead ones
                record = {key: job.definition[key] for key in ("language", "code")}
                self._workspace.store("definitions", record)
            self._output.sweep(self.workers.introductions)
            self._output.forget(job.number)
            job.clear()
            self.workers.over(job)

    def give_up(self, job: Job) -> None:
        """Withdraw a job. An interrupt ends the wait for that, but it is done all the same."""
        thread = threading.Thread(target=self._withdraw, args=(job,), name="nws withdrawal", daemon=True)
        thread.start()
        thread.join()

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

    def _gather(self, job: Job, seconds: float = 0) -> bool:
        if not job.outstanding or not job.gather(seconds) and job.fault is None:
            return False
        job.collector.report()
        if job.fault is not None:
            self.give_up(job)
            raise job.fault
        return True

    def _look_after(self, job: Job) -> None:
        with self._lock:
            now = time.monotonic()
            if now - self._tended < _POLL_SECONDS:
                return
            self._tended = now
        self.workers.look_after(job)
        self._output.sweep(self.workers.introductions)

    def _withdraw(self, job: Job) -> None:
        self._output.forget(job.number)
        with contextlib.suppress(NwsException):  # without its workspace, nothing is left to take back
            job.withdraw()
            self._given_up.append(job)
            self.workers.over(job)


def _shut_down(process: int, server: NwsServer, workers: Workers) -> None:
    if os.getpid() == process:  # else a child made by fork ends; the Sleigh is its parent's
        workers.shut_down(server)
