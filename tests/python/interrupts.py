"""Interrupting the main thread, as Ctrl+C does."""

import signal
import threading


def interrupt_until(noticed) -> None:
    """Interrupt the main thread until ``noticed(seconds)`` is true.

    Python misses a signal that comes at the moment it begins to block; then, as at a keyboard, the next one helps.
    """
    for _ in range(50):
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
        if noticed(0.2):
            return
    raise AssertionError("the main thread does not notice interrupts")
