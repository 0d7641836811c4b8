"""One job: its tasks on the way to the workers, and their results on the way back."""

import contextlib
from typing import Any, Dict, List, Optional, Set

from nws.client import NetWorkSpace, NwsOperationException
from nws.sleigh.accumulators import Accumulator
from nws.sleigh.exceptions import SleighTaskException
from nws.values import RemoteError


class Job:
    """Submits tasks and gathers the values of their elements, in the records of FARM.md."""

    def __init__(self, workspace: NetWorkSpace, number: int, record: Dict[str, Any],
                 accumulator: Optional[Accumulator] = None) -> None:
        self._workspace = workspace
        self._number = number
        self._record = record
        self._failed = 0
        self._accumulator = accumulator
        self._values: Dict[int, Any] = {}
        self._taken = 0
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

    @property
    def buffered(self) -> int:
        """How many values are here that have not been taken."""
        return len(self._values)

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
        """Take one result record, waiting so long for it at most; whether there was one.

        A record counts once, also if an interrupt puts it back to its place after its values have been kept.
        """
        with self._workspace.take("fetch", self._results, {"timeout": seconds}) as delivered:
            if delivered is not None:
                self._accept(delivered.value)
        return delivered is not None

    def _accept(self, record: Dict[str, Any]) -> None:
        values, tags = [], []
        for tag, value in enumerate(record["values"], record["tag"]):
            if tag in self._values or tag < self._taken:
                continue
            error = record["errors"].get(tag - record["tag"])
            if error is not None:
                value = SleighTaskException(RemoteError.from_record(error), tag, record["rank"])
                self._failed += 1
            values.append(value)
            tags.append(tag)
        if tags:
            self._keep(values, tags)

    def lose(self, rank: int) -> None:
        """Give up the task for one worker, which has ended for good, unless its result has come."""
        if rank in self._ranks and rank not in self._values:
            error = RemoteError("WorkerLost", f"worker {rank} ended before it completed the task", "", "")
            self._failed += 1
            self._keep([SleighTaskException(error, rank, rank)], [rank])

    @property
    def definition(self) -> Optional[Dict[str, Any]]:
        """The record of a job by which every worker has defined something; None of any other."""
        is_one = self._record["type"] == "define" and self._ranks and not self.outstanding and not self._failed
        return self._record if is_one else None

    def has(self, tag: int) -> bool:
        """Whether the value of an element is here."""
        return tag in self._values

    def take(self, tag: int) -> Any:
        """Hand out the value of an element that is here; those before it have been handed out."""
        self._taken = tag + 1
        return self._values.pop(tag)

    def results(self) -> Any:
        """The values in the order of the elements; of an accumulator its value."""
        self.clear()
        if self._accumulator is not None:
            return self._accumulator.value()
        return [self._values[tag] for tag in range(self.submitted)]

    def clear(self) -> None:
        """Delete what stands for the job on the server."""
        self._delete(f"job@{self._number}", self._results)

    def withdraw(self) -> None:
        """Give the job up: without it, the workers end the tasks they run, and drop those they fetch."""
        self._accumulator = None
        self.gathered = self.submitted
        self.clear()

    def _delete(self, *variables: str) -> None:
        for name in variables:
            with contextlib.suppress(NwsOperationException):  # a job without elements has no results
                self._workspace.deleteVar(name)

    def _keep(self, values: List[Any], tags: List[int]) -> None:
        self.gathered += len(tags)
        if self._accumulator is None:
            self._values.update(zip(tags, values))
        else:
            self._values.update(dict.fromkeys(tags))
            self._accumulator.take(values, tags)
