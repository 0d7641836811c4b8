"""One job: its tasks on the way to the workers, and their results on the way back."""

import contextlib
from typing import Any, Callable, ContextManager, Dict, Iterator, List, Optional, Sequence, Set, Tuple

from nws.client import NetWorkSpace, NwsOperationException
from nws.sleigh.exceptions import SleighTaskException
from nws.sleigh.jobs.collector import Collector
from nws.sleigh.jobs.task_record import TaskWriter
from nws.values import RemoteError

Task = Tuple[int, List[List[Any]]]

WORKER_LOST = "WorkerLost"

_RECORDS = 100  # that are taken at a time


class Job:
    """Submits tasks and gathers the values of their elements, in the records of FARM.md."""

    def __init__(self, workspace: NetWorkSpace, number: int, record: Dict[str, Any], collector: Collector,
                 workers: Any, priority: int = 0) -> None:
        self._workspace = workspace
        self._record = record
        self._workers = workers
        self._tasks: Dict[int, int] = {}
        self._ranks: Set[int] = set()
        self._variable = "#".join(filter(None, ("task", ",".join(record.get("tags", ())))))
        self._priority = priority
        self._writer = TaskWriter(number)
        self._results = f"result@{number}"
        self.number = number
        """Different for every job of the Sleigh."""
        self.collector = collector
        """Where the results go."""
        self.observe: Callable[[int, float], Any] = lambda elements, seconds: None
        """Told of elements that came back how many they were and how many seconds they ran."""
        self.arrivals: Callable[[float], ContextManager[List[Dict[str, Any]]]] = self._take
        """Gives the records that are there, waiting so many seconds for the first; the end of the block confirms them."""
        self.submitted = 0
        """How many elements have been submitted."""
        self.submitted_tasks = 0
        """How many tasks they are."""
        self.expected: Optional[int] = None
        """How many will have been submitted in the end, if that goes on by itself."""
        self.stopped_by: Optional[Exception] = None
        """Why that does not go on."""
        self.is_over = False
        """Whether the job has been ended or given up."""
        self.gathered = 0
        """How many elements have come back."""
        workspace.declare(f"job@{number}", "single")
        workspace.store(f"job@{number}", record)

    @property
    def fault(self) -> Optional[Exception]:
        """Why the job cannot come to its end: the first failure of an element, if that counts, or of the submission."""
        return self.collector.fault or self.stopped_by

    @property
    def outstanding(self) -> int:
        """How many elements have not come back of those that have been submitted, or are by themselves."""
        return (self.submitted if self.expected is None else self.expected) - self.gathered

    @property
    def outstanding_tasks(self) -> int:
        """How many tasks, each of one element or more, have not come back."""
        return len(self._tasks)

    def submit(self, tasks: Sequence[Task]) -> None:
        """Submit tasks, in one step: the number of the first element of each, and their varying arguments."""
        self._submit(self._variable, tasks)

    def submit_to(self, rank: int) -> None:
        """Submit a task for one worker; its tag is the worker's rank."""
        self._ranks.add(rank)
        self._submit(f"task@{rank}", [(rank, [[]])])

    def _submit(self, variable: str, tasks: Sequence[Task]) -> None:
        records = [self._writer.write(tag, rows) for tag, rows in tasks]
        self._workspace.storeAll(variable, records, priority=self._priority)
        self.submitted_tasks += len(tasks)
        for tag, rows in tasks:
            self._tasks[tag] = len(rows)
            self.submitted += len(rows)

    def gather(self, seconds: float = 0) -> bool:
        """Take the results that are there, waiting so long for the first at most; whether there was one.

        A record counts once, also if an interrupt puts it back to its place after its values have been kept.
        """
        with self.arrivals(seconds) as records:
            for record in records:
                self._accept(record)
        return bool(records)

    @contextlib.contextmanager
    def _take(self, seconds: float) -> Iterator[List[Dict[str, Any]]]:
        with self._workspace.takeMany(self._results, _RECORDS, {"timeout": seconds}) as deliveries:
            yield [delivered.value for delivered in deliveries]

    def awaits(self, tag: int) -> bool:
        """Whether the task whose first element has this number has not come back."""
        return tag in self._tasks

    def count_tasks(self, first: int, elements: int) -> int:
        """How many tasks that have not come back have so many elements together."""
        tag, count = first, 0
        while tag < first + elements and tag in self._tasks:
            tag, count = tag + self._tasks[tag], count + 1
        return count

    def _accept(self, record: Dict[str, Any]) -> None:
        tag, values, errors, rank = record["tag"], record["values"], record["errors"], record["rank"]
        if tag not in self._tasks:
            return
        failures = {tag + position: self._failure(error, tag + position, rank) for position, error in errors.items()}
        self._workers.worked(rank)
        self.observe(len(values), sum(record["seconds"]))
        self._settle(tag, values, failures)

    def _failure(self, record: Any, tag: int, rank: int) -> SleighTaskException:
        error = RemoteError.from_record(record)
        ends = self._workers.evidence() if error.type == WORKER_LOST else ""
        if ends:
            error = RemoteError(error.type, error.message, ends + error.stack, error.language, error.cause)
        return SleighTaskException(error, tag, rank)

    def _settle(self, first: int, values: List[Any], failures: Dict[int, SleighTaskException]) -> None:
        """Take the values of elements; they may be those of several tasks that follow each other."""
        self.collector.keep(first, values, failures)
        self.gathered += len(values)
        tag, end = first, first + len(values)
        while tag < end:
            tag += self._tasks.pop(tag, len(values))
        self.collector.count(first, values, failures)

    @property
    def awaited_ranks(self) -> List[int]:
        """The workers that have not completed the task that is theirs only."""
        return [rank for rank in self._ranks if rank in self._tasks]

    def lose(self, rank: int, evidence: str) -> None:
        """Give up the task for one worker, which has ended for good, unless its result has come."""
        if rank in self._ranks and rank in self._tasks:
            error = RemoteError(WORKER_LOST, evidence, "", "nws")
            self._settle(rank, [None], {rank: SleighTaskException(error, rank, rank)})

    @property
    def definition(self) -> Optional[Dict[str, Any]]:
        """The record of a job by which every worker has defined something; None of any other."""
        is_one = self._record["type"] == "define" and self._ranks and not (self.outstanding or self.collector.failed)
        return self._record if is_one else None

    def clear(self) -> None:
        """Delete what stands for the job on the server."""
        self.is_over = True
        self._delete(f"job@{self.number}", self._results)

    def withdraw(self) -> None:
        """Give the job up: without it, the workers end the tasks they run, and drop those they fetch."""
        self._tasks.clear()
        self.expected = None
        self.gathered = self.submitted
        self.clear()

    def _delete(self, *variables: str) -> None:
        for name in variables:
            with contextlib.suppress(NwsOperationException):  # a job without elements has no results
                self._workspace.deleteVar(name)
