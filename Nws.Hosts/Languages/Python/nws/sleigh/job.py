"""One job: its tasks on the way to the workers, and their results on the way back."""

import contextlib
from typing import Any, Callable, Dict, List, Optional, Set

from nws.client import NetWorkSpace, NwsOperationException
from nws.sleigh.exceptions import SleighTaskException
from nws.values import RemoteError

Accumulator = Callable[[List[Any], List[int]], Any]


class Job:
    """Submits tasks and gathers the values of their elements, in the records of FARM.md."""

    def __init__(self, workspace: NetWorkSpace, number: int, record: Dict[str, Any],
                 accumulator: Optional[Accumulator]) -> None:
        self._workspace = workspace
        self._number = number
        self._accumulator = accumulator
        self._values: Dict[int, Any] = {}
        self._ranks: Set[int] = set()
        self._results = f"result@{number}"
        self.submitted = 0
        """How many elements have been submitted."""
        self.gathered = 0
        """How many elements have come back."""
        workspace.declare(f"job@{number}", "single")
        workspace.store(f"job@{number}", record)

    @property
    def outstanding(self) -> int:
        """How many elements have been submitted, but have not come back."""
        return self.submitted - self.gathered

    def submit(self, tag: int, elements: List[List[Any]]) -> None:
        """Submit a task: the varying arguments of elements, the first of which has the number ``tag``."""
        self._submit("task", tag, elements)

    def submit_to(self, rank: int) -> None:
        """Submit a task for one worker; its tag is the worker's rank."""
        self._ranks.add(rank)
        self._submit(f"task@{rank}", rank, [[]])

    def _submit(self, variable: str, tag: int, elements: List[List[Any]]) -> None:
        self._workspace.store(variable, {"job": self._number, "tag": tag, "args": elements})
        self.submitted += len(elements)

    def gather(self, seconds: float = 0) -> bool:
        """Take one result record, waiting so long for it at most; whether there was one."""
        record = self._workspace.fetchTry(self._results, timeout=seconds)
        if record is None:
            return False
        values, tags = [], []
        for tag, value in enumerate(record["values"], record["tag"]):
            error = record["errors"].get(tag - record["tag"])
            if error is not None:
                value = SleighTaskException(RemoteError.from_record(error), tag, record["rank"])
            values.append(value)
            tags.append(tag)
        self._take(values, tags)
        return True

    def lose(self, rank: int) -> None:
        """Give up the task for one worker, which has ended, unless its result has come."""
        if rank in self._ranks and rank not in self._values:
            error = RemoteError("WorkerLost", f"worker {rank} ended before it completed the task", "", "")
            self._take([SleighTaskException(error, rank, rank)], [rank])

    def results(self) -> Optional[List[Any]]:
        """The values in the order of the elements; None if they went to an accumulator."""
        for name in (f"job@{self._number}", self._results):
            with contextlib.suppress(NwsOperationException):  # a job without elements has no results
                self._workspace.deleteVar(name)
        if self._accumulator is not None:
            return None
        return [self._values[tag] for tag in range(self.submitted)]

    def withdraw(self) -> None:
        """Take back the tasks that no worker has begun."""
        variables = ["task", *(f"task@{rank}" for rank in sorted(self._ranks))]
        others = []
        while True:
            task = self._workspace.fetchTry(variables, lease=True)
            if task is None:
                break
            if task.value["job"] == self._number:
                task.complete()
            else:
                others.append(task)
        for task in others:
            task.release()

    def _take(self, values: List[Any], tags: List[int]) -> None:
        self.gathered += len(tags)
        if self._accumulator is None:
            self._values.update(zip(tags, values))
        else:
            self._values.update(dict.fromkeys(tags))
            self._accumulator(values, tags)
