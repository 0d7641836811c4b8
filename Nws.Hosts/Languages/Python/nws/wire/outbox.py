"""Sending on a socket that several threads share and that an interrupt must not leave in the middle of a message."""

import contextlib
import socket
import threading
from typing import Callable, Iterable, List, Optional


class Outbox:
    """Sends whole messages, one after the other."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket: Optional[socket.socket] = connection
        self._lasting = False
        self._lock = threading.Lock()

    def send(self, message: bytes, sent: Optional[List[int]] = None,
             note: Optional[Callable[[], object]] = None) -> None:
        """Send a message; ``OSError`` if the connection is broken.

        An interrupt (``KeyboardInterrupt``, or whatever a signal handler raises) passes at once if nothing has been
        sent yet. Later it waits until the message is out; a second one cuts the connection. So the message has been
        sent exactly if ``sent``, a list that receives the sizes of the parts, is not empty. ``note`` is called in the
        order in which messages go out, before each.
        """
        view = memoryview(message)
        sizes: List[int] = [] if sent is None else sent
        with self._lock:
            if note is not None:
                note()
            if self._socket is None:
                sizes.append(len(view))  # it goes out on the next socket
                return
            try:
                self._send_rest(view, sizes)
            except OSError:
                if not self._lasting:
                    raise
                sizes.append(len(view))
                self._cut()
            finally:
                if 0 < sum(sizes) < len(view):
                    self._cut()  # nothing that follows half a message can be understood

    def outlast(self) -> None:
        """From now on a broken socket is no error: the owner calls ``suspend`` and sends again with ``resume``."""
        self._lasting = True

    def suspend(self) -> None:
        """The socket is lost: until ``resume`` nothing is sent."""
        self._cut()
        with self._lock:
            self._socket = None

    def resume(self, connection: socket.socket, again: Callable[[], Iterable[bytes]]) -> None:
        """Go on over another socket, with what is to be sent again before anything else."""
        with self._lock:
            messages = b"".join(again())
            self._socket = connection
            with contextlib.suppress(OSError):  # lost again, as its reader sees, too
                connection.sendall(messages)

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
        assert self._socket is not None
        while sum(sizes) < len(view):
            # All in C, so that no interrupt can come between sending a part and noting its size.
            sizes.extend(map(self._socket.send, (view[sum(sizes):],)))

    def _cut(self) -> None:
        connection = self._socket
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
