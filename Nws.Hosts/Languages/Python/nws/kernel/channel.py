"""The private line between a host and its kernel: MessagePack-RPC messages, each after its length."""

import os
import queue
import socket
import threading
from typing import Any, Sequence

from nws.values import encode
from nws.wire import messages
from nws.wire.outbox import Outbox


class Channel:
    """The kernel's end of the line. When the host closes it, the process exits, whatever it is doing."""

    def __init__(self, host: str, port: int) -> None:
        self._socket = socket.create_connection((host, port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._outbox = Outbox(self._socket)
        self._requests: "queue.SimpleQueue[bytes]" = queue.SimpleQueue()
        threading.Thread(target=self._receive, name="nws kernel channel", daemon=True).start()
        if hasattr(os, "register_at_fork"):
            # A child made by fork is not the kernel: its death or its output must not look like the kernel's.
            os.register_at_fork(after_in_child=self._socket.close)

    def next_request(self) -> bytes:
        """The next message of the host, as it arrived."""
        return self._requests.get()

    def respond(self, number: int, error: bytes, result: bytes) -> None:
        """Answer a request."""
        self._send(messages.response(number, error, result))

    def notify(self, method: str, params: Sequence[Any]) -> None:
        """Tell the host something it need not answer."""
        self._send(messages.notification(method, [encode(param) for param in params]))

    def _send(self, message: bytes) -> None:
        try:
            self._outbox.send(len(message).to_bytes(4, "big") + message)
        except OSError:
            os._exit(0)

    def _receive(self) -> None:
        try:
            with self._socket.makefile("rb") as stream:
                while True:
                    size = int.from_bytes(_read_exactly(stream, 4), "big")
                    self._requests.put(_read_exactly(stream, size))
        except (OSError, EOFError):
            os._exit(0)


def _read_exactly(stream: Any, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data
