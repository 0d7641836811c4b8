"""Results one by one, while their tasks are submitted."""

from typing import Any, NoReturn

from nws.sleigh.group import Group
from nws.sleigh.jobs.element_run import ElementRun


class SleighResultIterator:
    """What ``imap`` and ``starmap`` return: the results in the order of the elements, each as soon as it is there.

    A new task is submitted for every result returned, so that no more than a bounded number are on their way or
    buffered. A failed element is returned as ``SleighTaskException`` object. An interrupt (Ctrl+C) ends the wait for a
    result, not the iteration: it goes on with the next call. As a ``with`` block, the iterator stops at its end. If an
    element cannot be submitted, because it is no value, the iteration ends. So it does, with ``failFast``, when an element
    has failed: that is raised. Made by these methods only.
    """

    def __init__(self, group: Group, run: ElementRun, bound: int, step: int) -> None:
        self._group = group
        self._run = run
        self._job = run.job
        self._bound = bound
        self._step = step
        self._returned = 0
        self._stopped = False
        with group.errors(self._job):
            self._submit(returned=0)

    @property
    def buffered(self) -> int:
        """Number of results that have come and have not been returned."""
        return self._job.collector.buffered

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
        tag, collector = self._returned, self._job.collector
        self._group.wait(self._job, lambda: collector.has(tag))
        with self._group.errors():
            self._submit(returned=tag + 1)
        self._returned += 1
        return collector.take(tag)

    next = __next__

    def shutdown(self) -> None:
        """Submit no more tasks. The results of those submitted can still be had."""
        self._run.shutdown()

    def stop(self) -> None:
        """End the iteration: tasks that no worker has begun are taken back, results that still come are dropped."""
        if not self._stopped:
            with self._group.errors():
                self._group.give_up(self._job)
            self._finish()

    def _submit(self, returned: int) -> None:
        """Submit the next elements. If one cannot be had, that is raised, and there are no further ones."""
        free = self._bound - (self._job.submitted - returned)
        tasks = self._run.next_tasks(free - free % self._step)
        try:
            if tasks:
                self._job.submit(tasks)
        except BaseException:
            self._group.give_up(self._job)  # nobody knows whether they have been submitted
            self._finish()
            raise

    def _end(self) -> None:
        self._group.end(self._job)
        self._finish()

    def _finish(self) -> None:
        self._run.shutdown()
        self._stopped = True

    def __enter__(self) -> "SleighResultIterator":
        return self

    def __exit__(self, *_: Any) -> None:
        self.stop()

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("a SleighResultIterator belongs to its process and cannot be pickled")

    def __repr__(self) -> str:
        return f"<SleighResultIterator, {self.returned} of {self.submitted} results returned>"
