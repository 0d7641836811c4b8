"""Results one by one, while their tasks are submitted."""

from typing import Any, Iterator, List, NoReturn, Optional

from nws.sleigh.group import Group
from nws.sleigh.job import Job


class SleighResultIterator:
    """What ``imap`` and ``starmap`` return: the results in the order of the elements, each as soon as it is there.

    A new task is submitted for every result returned, so that no more than a bounded number are on their way or
    buffered. A failed element is returned as ``SleighTaskException`` object. An interrupt (Ctrl+C) ends the wait for a
    result, not the iteration: it goes on with the next call. As a ``with`` block, the iterator stops at its end. If an
    element cannot be submitted, because it is no value, the iteration ends. Made by these methods only.
    """

    def __init__(self, group: Group, job: Job, elements: Iterator[List[Any]], bound: int) -> None:
        self._group = group
        self._job = job
        self._elements: Optional[Iterator[List[Any]]] = elements
        self._returned = 0
        self._stopped = False
        with group.errors(job):
            while self._elements is not None and job.submitted < bound:
                self._submit()

    @property
    def buffered(self) -> int:
        """Number of results that have come and have not been returned."""
        return self._job.buffered

    @property
    def returned(self) -> int:
        """Number of results returned."""
        return self._returned

    @property
    def submitted(self) -> int:
        """Number of tasks submitted."""
        return self._job.submitted

    @property
    def stopped(self) -> bool:
        """Whether the iterator has ended, by itself or by ``stop``."""
        return self._stopped

    def __iter__(self) -> "SleighResultIterator":
        return self

    def __next__(self) -> Any:
        if self._stopped:
            raise StopIteration
        if self._returned == self._job.submitted:
            self._end()
            raise StopIteration
        tag = self._returned
        self._group.wait(self._job, lambda: self._job.has(tag))
        if self._elements is not None:
            with self._group.errors():
                self._submit()
        self._returned += 1
        return self._job.take(tag)

    next = __next__

    def shutdown(self) -> None:
        """Submit no more tasks. The results of those submitted can still be had."""
        self._elements = None

    def stop(self) -> None:
        """End the iteration: tasks that no worker has begun are taken back, results that still come are dropped."""
        if not self._stopped:
            with self._group.errors():
                self._group.give_up(self._job)
            self._stopped, self._elements = True, None

    def _submit(self) -> None:
        """Submit the next element. If it cannot be had, that is raised, and there are no further ones."""
        elements, self._elements = self._elements, None
        element = next(elements, None) if elements is not None else None
        if element is None:
            return
        try:
            self._job.submit(self._job.submitted, [element])
        except BaseException:
            self._stopped = True  # nobody knows whether it has been submitted
            self._group.give_up(self._job)
            raise
        self._elements = elements

    def _end(self) -> None:
        with self._group.errors():
            self._job.clear()
        self._stopped, self._elements = True, None

    def __enter__(self) -> "SleighResultIterator":
        return self

    def __exit__(self, *_: Any) -> None:
        self.stop()

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("a SleighResultIterator belongs to its process and cannot be pickled")

    def __repr__(self) -> str:
        return f"<SleighResultIterator, {self.returned} of {self.submitted} results returned>"
