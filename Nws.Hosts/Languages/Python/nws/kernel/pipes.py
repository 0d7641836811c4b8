"""The pipes through which the host gets what is written past ``sys.stdout`` and ``sys.stderr``."""

import os
import stat
import time
from typing import Any, List

try:
    import fcntl
    import termios
except ImportError:  # Windows
    fcntl = termios = None  # type: ignore[assignment]

_PATIENCE = 2.0
_PAUSE = 0.0001


class Pipes:
    """Descriptors 1 and 2 as the kernel found them, whatever a task does to these numbers."""

    def __init__(self) -> None:
        kept: List[int] = []
        for descriptor in (1, 2):
            if fcntl is not None and stat.S_ISFIFO(os.fstat(descriptor).st_mode):
                kept.append(os.dup(descriptor))
        self._descriptors = kept

    def wait_until_taken(self) -> None:
        """Let the host read what was written, so that it does not fall behind what is sent on another way now."""
        for descriptor in self._descriptors:
            if _unread(descriptor):
                deadline = time.monotonic() + _PATIENCE  # a host that does not read at all must not stop the task
                while _unread(descriptor) and time.monotonic() < deadline:
                    time.sleep(_PAUSE)


def _unread(descriptor: int) -> bool:
    count: Any = fcntl.ioctl(descriptor, termios.FIONREAD, b"\0\0\0\0")
    return count != b"\0\0\0\0"
