"""A proxy that loses connections, as a network does."""

import contextlib
import socket
import struct
import threading
from typing import List, Optional, Tuple


class CutProxy:
    """Passes bytes between clients and a server until it is told to lose the connections, or after so many bytes."""

    def __init__(self, target: Tuple[str, int]) -> None:
        self.target = target
        self.open = True
        self.connections = 0
        self.bytes = 0
        self._left: Optional[int] = None
        self._lock = threading.Lock()
        self._sockets: List[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut_after(self, count: int) -> None:
        """Lose the connection once so many bytes more have passed, in both directions together."""
        with self._lock:
            self._left = count

    def cut(self) -> None:
        """Lose all connections."""
        with self._lock:
            sockets, self._sockets = self._sockets, []
        for end in sockets:
            _break(end)

    def close(self) -> None:
        """Lose all connections and let none be made until ``open`` is true again."""
        self.open = False
        self.cut()

    def stop(self) -> None:
        self.close()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(self.target)
            except OSError:
                _break(client)
                continue
            for end in (client, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self.connections += 1
                self._sockets += [client, server]
            if not self.open:
                self.cut()
            for ends in ((client, server), (server, client)):
                threading.Thread(target=self._pass, args=ends, daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                data = source.recv(1 << 16)
                if not data:
                    break
                with self._lock:
                    passed = len(data) if self._left is None else min(len(data), self._left)
                    if self._left is not None:
                        self._left -= passed
                    self.bytes += passed
                    is_over = passed < len(data)
                    if is_over:
                        self._left = None
                target.sendall(data[:passed])
                if is_over:
                    self.cut()
                    return
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_WR)


def _break(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        end.shutdown(socket.SHUT_RDWR)
    end.close()
