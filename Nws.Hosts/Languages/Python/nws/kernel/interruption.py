"""Interrupts (SIGINT): they end the running task, never the kernel."""

import signal
import threading
from types import CodeType, FrameType
from typing import Any, Callable, Optional, Tuple


class Interruption:
    """Raises ``KeyboardInterrupt`` in a task.

    The stack tells whether a task runs, so there is no moment at which an interrupt could hit the kernel itself.
    """

    def __init__(self) -> None:
        self._deferring: Tuple[CodeType, ...] = ()
        self._due = False
        self.happened = False
        """Whether the running task has been interrupted."""

    def install(self, *deferring: Callable[..., Any]) -> None:
        """Begin. In the functions given, which tasks call, an interrupt waits until ``check``."""
        self._deferring = tuple(function.__code__ for function in deferring)
        signal.signal(signal.SIGINT, self._interrupt)

    def run(self, task: Callable[..., Any], *arguments: Any) -> Any:
        """What the task returns. Only while this is on the stack, there are interrupts."""
        self._due = self.happened = False
        return task(*arguments)

    def check(self) -> None:
        """Raise the interrupt that had to wait."""
        if self._due and threading.current_thread() is threading.main_thread():
            self._due = False
            self.happened = True
            raise KeyboardInterrupt

    def _interrupt(self, _: int, frame: Optional[FrameType]) -> None:
        deferred = False
        while frame is not None:
            if frame.f_code in self._deferring:
                deferred = True
            elif frame.f_code is Interruption.run.__code__:
                if not deferred:
                    self.happened = True
                    raise KeyboardInterrupt
                self._due = True
            frame = frame.f_back
