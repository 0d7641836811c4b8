"""Elements on their way through the workers."""

from typing import Callable, List, Optional, Union

from nws.sleigh.jobs.chunk_sizer import ChunkSizer, ShareSizer
from nws.sleigh.jobs.elements import Elements
from nws.sleigh.jobs.job import Job, Task

_BATCH = 1000  # tasks that are submitted in one step


class ElementRun:
    """Makes tasks of the elements of a job, with a bounded number under way."""

    def __init__(self, job: Job, elements: Elements, sizer: Union[ChunkSizer, ShareSizer],
                 limit: Callable[[], Optional[int]] = lambda: None) -> None:
        self.job = job
        """The job that the tasks belong to."""
        self._elements = elements
        self._sizer = sizer
        self._limit = limit
        self.under_way = lambda: job.outstanding_tasks
        """How many tasks are under way."""
        job.observe = sizer.observe

    @property
    def ended(self) -> bool:
        """Whether no further element is taken: there is none, or ``shutdown`` was called."""
        return self._elements.ended

    @property
    def done(self) -> bool:
        """Whether every result has come back."""
        return self.ended and not self.job.outstanding

    @property
    def has_room(self) -> bool:
        """Whether there is another task that may be submitted now."""
        return not self.ended and self._room() > 0

    def next_tasks(self, most: Optional[int] = None) -> List[Task]:
        """As many tasks as there is room for, but no more than go in one step; of so many elements at most."""
        elements, tasks, tag = self._elements, [], self.job.submitted  # type: Elements, List[Task], int
        end = None if most is None else tag + most
        room = self._room()
        while not elements.ended and len(tasks) < room and tag != end:
            size = self._sizer.next(elements.left)
            rows = elements.take(size if end is None else min(size, end - tag))
            if rows:
                tasks.append((tag, rows))
                tag += len(rows)
        if elements.ended:
            self.job.collector.total = tag
        return tasks

    def fill(self) -> None:
        """Submit as many tasks as there is room for, but no more than go in one step."""
        tasks = self.next_tasks()
        if tasks:
            self.job.submit(tasks)

    def submit_all(self) -> None:
        """Submit everything."""
        while self.has_room:
            self.fill()

    def shutdown(self) -> None:
        """Take no further elements."""
        self._elements.shutdown()

    def _room(self) -> int:
        limit = self._limit()
        return _BATCH if limit is None else min(_BATCH, limit - self.under_way())
