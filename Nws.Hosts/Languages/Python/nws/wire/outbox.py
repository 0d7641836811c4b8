"""Sending on a socket that several threads share and that an interrupt must not leave in the middle of a message."""

import contextlib
import socket
import threading
from typing import List, Optional


class Outbox:
    """Sends whole messages, one after the other."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._lock = threading.Lock()

    def send(self, message: bytes, sent: Optional[List[int]] = None) -> None:
        """Send a message; ``OSError`` if the connection is broken.

        An interrupt (``KeyboardInterrupt``, or whatever a signal handler raises) passes at once if nothing has been
        sent yet. Later it waits until the message is out; a second one cuts the connection. So the message has been
        sent exactly if ``sent``, a list that receives the sizes of the parts, is not empty.
        """
        view = memoryview(message)
        sizes: List[int] = [] if sent is None else sent
        with self._lock:
            try:
                self._send_rest(view, sizes)
            finally:
                if 0 < sum(sizes) < len(view):
                    self._cut()  # nothing that follows half a message can be understood

    def _send_rest(self, view: memoryview, sizes: List[int]) -> None:
        try:
            self._push(view, sizes)
        except OSError:
            raise
        except BaseException:
            if sizes:
                self._push(view, sizes)
            raise

    def _push(self, view: memoryview, sizes: List[int]) -> None:
        while sum(sizes) < len(view):
            # All in C, so that no interrupt can come between sending a part and noting its size.
            sizes.extend(map(self._socket.send, (view[sum(sizes):],)))

    def _cut(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
