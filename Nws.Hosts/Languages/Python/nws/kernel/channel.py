"""The private line between a host and its kernel: MessagePack-RPC messages, each after its length."""

import os
import select
import socket
import threading
import time
from typing import Any, Sequence

from nws.values import encode
from nws.wire import messages
from nws.wire.outbox import Outbox

_HEADER = 4
_CHUNK = 1 << 16


class Channel:
    """The kernel's end of the line. When the host closes it, the process exits, whatever it is doing.

    The thread that runs the tasks reads it, between tasks; another thread does nothing but wait for its end.
    """

    def __init__(self, host: str, port: int) -> None:
        self._socket = socket.create_connection((host, port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._outbox = Outbox(self._socket)
        self._buffer = bytearray()
        threading.Thread(target=self._watch, name="nws kernel channel", daemon=True).start()
        if hasattr(os, "register_at_fork"):
            # A child made by fork is not the kernel: its death or its output must not look like the kernel's.
            os.register_at_fork(after_in_child=self._socket.close)

    def receive(self) -> bytes:
        """The next message of the host, as it arrived."""
        buffer = self._buffer
        while True:
            missing = _HEADER - len(buffer)
            if missing <= 0:
                end = _HEADER + int.from_bytes(buffer[:_HEADER], "big")
                missing = end - len(buffer)
                if missing <= 0:
                    message = bytes(buffer[_HEADER:end])
                    del buffer[:end]
                    return message
            try:
                data = self._socket.recv(max(_CHUNK, min(missing, 1 << 20)))
            except OSError:
                data = b""
            if not data:
                os._exit(0)
            buffer += data

    def respond(self, number: int, error: bytes, result: bytes) -> None:
        """Answer a request."""
        self._send(messages.response(number, error, result))

    def notify(self, method: str, params: Sequence[Any]) -> None:
        """Tell the host something it need not answer."""
        self._send(messages.notification(method, [encode(param) for param in params]))

    def _send(self, message: bytes) -> None:
        try:
            self._outbox.send(len(message).to_bytes(_HEADER, "big") + message)
        except OSError:
            os._exit(0)

    def _watch(self) -> None:
        """End the process with the channel."""
        if hasattr(select, "POLLRDHUP"):
            end = select.poll()
            end.register(self._socket, select.POLLRDHUP)
            end.poll()
        else:
            self._look_for_the_end()
        os._exit(0)

    def _look_for_the_end(self) -> None:
        """Where no thread can wait for the end without waiting for requests, too."""
        try:
            while self._socket.recv(1, socket.MSG_PEEK):
                time.sleep(0.2)
        except OSError:
            pass
