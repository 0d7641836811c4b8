"""Jobs of a shared farm that run while the master does something else."""

import contextlib
import threading
from typing import Any, Dict, Iterator, List

from nws.sleigh.jobs.element_run import ElementRun

_POLL_SECONDS = 0.2


class Feeder:
    """Submits the tasks of a job and takes their results, in a thread of its own, so that a bounded number is under way.

    The results wait here until the master asks for them: accumulators and progress functions are called in its thread
    only. So is told there why the job could not go on.
    """

    def __init__(self, run: ElementRun) -> None:
        self._run = run
        run.under_way = lambda: self._job.submitted_tasks - self._arrived_tasks
        self._job = run.job
        self._observe, self._job.observe = self._job.observe, lambda elements, seconds: None
        self._take, self._job.arrivals = self._job.arrivals, self._arrivals
        self._changed = threading.Condition()
        self._parked: Dict[int, Dict[str, Any]] = {}
        self._arrived = self._arrived_tasks = 0

    def start(self) -> None:
        """Begin. The thread ends when every result is here, when the job is given up, or with the process."""
        self._run.fill()  # what cannot be stored is told at once, as far as that goes
        threading.Thread(target=self._feed, name=f"nws job {self._job.number}", daemon=True).start()

    @contextlib.contextmanager
    def _arrivals(self, seconds: float) -> Iterator[List[Dict[str, Any]]]:
        with self._changed:
            self._changed.wait_for(lambda: self._parked or self._job.fault, seconds)
            records = list(self._parked.values())
        yield records  # an interrupt leaves them here
        with self._changed:
            for record in records:
                self._parked.pop(record["tag"], None)

    def _feed(self) -> None:
        try:
            while not (self._run.ended and self._arrived == self._job.submitted or self._job.is_over):
                self._run.fill()
                with self._take(0 if self._run.has_room else _POLL_SECONDS) as records:
                    self._park(records)
        except Exception as fault:  # whatever it is, the master has to know
            with self._changed:
                self._job.stopped_by = fault
                self._changed.notify_all()

    def _park(self, records: List[Dict[str, Any]]) -> None:
        with self._changed:
            for record in records:
                if self._job.awaits(record["tag"]) and record["tag"] not in self._parked:
                    self._parked[record["tag"]] = record
                    elements = len(record["values"])
                    self._arrived += elements
                    self._arrived_tasks += self._job.count_tasks(record["tag"], elements)
                    self._observe(elements, sum(record["seconds"]))
            self._changed.notify_all()
